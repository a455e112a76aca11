package io.bestiary.datasets.pairs;

import com.ibm.icu.text.RuleBasedNumberFormat;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.Seeds;
import io.bestiary.datasets.Splits;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Numbers in words, English to French, made in code: {@code forty-two} to {@code quarante-deux}. No number is in two parts;
 * those below 100, whose words the others are made of, are all to be learned from.
 *
 * @param train numbers to learn from
 * @param validation numbers to validate on
 * @param test numbers to test on
 * @param digits most digits; numbers of 3, 4, ... are equally many as far as there are so many
 * @param seed what the choice is a function of
 */
public record NumbersInWords(int train, int validation, int test, int digits, long seed) implements PairSpec {
    public static final NumbersInWords DEFAULTS = new NumbersInWords(20_000, 500, 1000, 6, 0);

    private static final int SMALL = 100;

    public NumbersInWords {
        if (digits < 4 || digits > 12) {
            throw new IllegalArgumentException("digits: must be between 4 and 12, got " + digits);
        }
        check("train", train, SMALL);
        check("validation", validation, 0);
        check("test", test, 0);
        if ((long) train + validation + test > Math.pow(10, digits) / 2) {
            throw new IllegalArgumentException("train: must be at most half of the numbers of " + digits
                    + " digits, with validation and test, got " + train);
        }
    }

    private static void check(String key, int count, int least) {
        if (count < least || count > 10_000_000) {
            throw new IllegalArgumentException(key + ": must be between " + least + " and 10000000, got " + count);
        }
    }

    @Override
    public PairData open(DataFolders folders) {
        long[] numbers = numbers();
        RuleBasedNumberFormat english = new RuleBasedNumberFormat(Locale.ENGLISH, RuleBasedNumberFormat.SPELLOUT);
        RuleBasedNumberFormat french = new RuleBasedNumberFormat(Locale.FRENCH, RuleBasedNumberFormat.SPELLOUT);
        List<TextPair> pairs = new ArrayList<>(numbers.length);
        for (long number : numbers) {
            pairs.add(new TextPair(english.format(number), french.format(number), Long.toString(number)));
        }
        Splits<TextPair> splits = new Splits<>(
                Dataset.of(pairs.subList(0, train)),
                Dataset.of(pairs.subList(train, train + validation)),
                Dataset.of(pairs.subList(train + validation, pairs.size())));
        return new PairData(splits, TextHash.of(pairs));
    }

    /** The numbers, those to learn from first, each part in an order by chance. */
    private long[] numbers() {
        SplittableRandom random = Seeds.of(seed, "numbers");
        Set<Long> others = new LinkedHashSet<>();
        while (others.size() < train - SMALL + validation + test) {
            long least = (long) Math.pow(10, random.nextInt(2, digits));
            others.add(random.nextLong(least, 10 * least));
        }
        List<Long> large = new ArrayList<>(others);
        int[] order = new int[large.size()];
        java.util.Arrays.setAll(order, i -> i);
        BatchPlan.shuffle(order, random);
        long[] numbers = new long[SMALL + order.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i < SMALL ? i : large.get(order[i - SMALL]);
        }
        return numbers;
    }
}
