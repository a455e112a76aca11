package io.bestiary.datasets.text;

import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Seeds;
import io.bestiary.datasets.Sha256;
import io.bestiary.datasets.text.TextData.Kind;
import io.bestiary.datasets.text.TextData.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Sums such as {@code 12+345=357}, made in code: what stands behind the sign of equality is learned. No pair of numbers is
 * in two parts, the other way round neither; the pairs are drawn by chance from all that there are.
 *
 * @param most largest number that is added
 * @param train sums to learn from
 * @param validation sums that choose between epochs; 0 for none
 * @param test sums to be tested on
 * @param seed what the choice is a function of
 */
public record Arithmetic(int most, int train, int validation, int test, long seed) implements TextSpec {
    public static final Arithmetic DEFAULTS = new Arithmetic(99, 8000, 400, 1500, 0);

    public Arithmetic {
        check("most", most, 1, 9999);
        check("train", train, 1, 10_000_000);
        check("validation", validation, 0, 10_000_000);
        check("test", test, 1, 10_000_000);
        // Of the two orders of a pair one may be left out where a part ends.
        long pairs = (most + 1L) * (most + 1L) - 2;
        if ((long) train + validation + test > pairs) {
            throw new IllegalArgumentException("train: must leave validation and test of the " + pairs + " sums up to "
                    + most + " what they ask for, got " + train);
        }
    }

    private static void check(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + ": must be between " + least + " and " + most + ", got " + value);
        }
    }

    @Override
    public TextData open(DataFolders folders) {
        int base = most + 1;
        int[] pairs = IntStream.range(0, base * base)
                .filter(pair -> pair / base <= pair % base)
                .toArray();
        BatchPlan.shuffle(pairs, Seeds.of(seed, "arithmetic"));
        List<List<String>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int[] sizes = {train, validation, test};
        int part = 0;
        for (int pair : pairs) {
            while (part < 3 && parts.get(part).size() == sizes[part]) {
                part++;
            }
            if (part == 3) {
                break;
            }
            List<String> sums = parts.get(part);
            sums.add(sum(pair / base, pair % base));
            if (pair / base != pair % base && sums.size() < sizes[part]) {
                sums.add(sum(pair % base, pair / base));
            }
        }
        return new TextData(
                Kind.SEPARATE,
                part(parts.get(0)),
                part(parts.get(1)),
                part(parts.get(2)),
                Optional.of("="),
                hash(parts.stream().flatMap(List::stream).toList()));
    }

    private static String sum(int a, int b) {
        return a + "+" + b + "=" + (a + b);
    }

    private static Part part(List<String> sums) {
        return new Part(
                "arithmetic",
                sums,
                sums.stream().mapToLong(sum -> sum.length() + 1).sum());
    }

    private static String hash(List<String> sums) {
        byte[] bytes = (String.join("\n", sums) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            return Sha256.of(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
