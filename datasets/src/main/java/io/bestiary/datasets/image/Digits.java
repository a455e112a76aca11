package io.bestiary.datasets.image;

import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * The handwritten digits of Alpaydin and Kaynak (1998), https://doi.org/10.24432/C50P49, which come with this module. A
 * line of the files is 64 numbers of 0 to 16, the ink in each cell of a grid of 8 by 8, and the digit.
 */
final class Digits {
    private static final int SIDE = 8;
    private static final int MOST_INK = 16;

    private Digits() {}

    static ImageData open(double validation, long splitSeed) {
        SortedMap<String, String> hashes = new TreeMap<>();
        Labelled train = read("optdigits.tra", hashes);
        Labelled test = read("optdigits.tes", hashes);
        List<Labelled> parts = train.divide(validation, splitSeed, "validation");
        return ImageData.of(parts.get(0), parts.get(1), test, NamedImages.DIGITS, Sha256.ofFiles(hashes));
    }

    private static Labelled read(String name, SortedMap<String, String> hashes) {
        byte[] text;
        try (InputStream file = new GZIPInputStream(Digits.class.getResourceAsStream(name + ".gz"))) {
            text = file.readAllBytes();
            hashes.put(name, Sha256.of(new ByteArrayInputStream(text)));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
        List<LabelledImage> examples = new ArrayList<>();
        new String(text, StandardCharsets.US_ASCII)
                .lines()
                .forEach(line -> examples.add(example(line, name + "/" + examples.size())));
        return new Labelled(
                Dataset.of(examples),
                examples.stream().mapToInt(LabelledImage::label).toArray());
    }

    private static LabelledImage example(String line, String id) {
        String[] numbers = line.split(",", -1);
        byte[] pixels = new byte[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.round(Integer.parseInt(numbers[i]) * 255f / MOST_INK);
        }
        int label = Integer.parseInt(numbers[pixels.length]);
        return new LabelledImage(id, new PixelImage(SIDE, SIDE, 1, pixels), label);
    }
}
