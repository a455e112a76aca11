package io.bestiary.datasets.pairs;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.Sha256;
import io.bestiary.datasets.Splits;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/**
 * Two files of UTF-8 text, packed with gzip or not, whose lines belong together. What is validated and tested on comes from
 * files of its own where they are given, else it is taken from the training files by chance.
 *
 * @param source the file that is read
 * @param target the file that is written
 * @param validationFiles source and target to validate on; none: a share of the training files
 * @param testFiles source and target to test on; none: a share of the training files
 * @param validation share of the sources to validate on, 0 to 0.9
 * @param test share of the sources to test on, 0 to 0.9
 * @param seed what the division is a function of
 */
public record AlignedLines(
        Path source,
        Path target,
        List<Path> validationFiles,
        List<Path> testFiles,
        double validation,
        double test,
        long seed)
        implements PairSpec {
    /** What a recipe need not say; source and target it must. */
    public static final AlignedLines DEFAULTS = new AlignedLines(null, null, List.of(), List.of(), 0.1, 0.1, 0);

    public AlignedLines {
        new PairSplit(validation, test, seed);
        two("validation_files", validationFiles);
        two("test_files", testFiles);
    }

    private static void two(String key, List<Path> files) {
        if (!files.isEmpty() && files.size() != 2) {
            throw new IllegalArgumentException(
                    key + ": must be a source and a target, got " + files.size() + " file(s)");
        }
    }

    @Override
    public PairData open(DataFolders folders) {
        TreeMap<String, String> hashes = new TreeMap<>();
        List<TextPair> pairs = read(List.of(source, target), hashes);
        Splits<TextPair> divided = new PairSplit(
                        validationFiles.isEmpty() ? validation : 0, testFiles.isEmpty() ? test : 0, seed)
                .divide(source.toString(), pairs);
        Splits<TextPair> splits = new Splits<>(
                divided.train(),
                validationFiles.isEmpty() ? divided.validation() : Dataset.of(read(validationFiles, hashes)),
                testFiles.isEmpty() ? divided.test() : Dataset.of(read(testFiles, hashes)));
        return new PairData(splits, Sha256.ofFiles(hashes));
    }

    private static List<TextPair> read(List<Path> files, TreeMap<String, String> hashes) {
        List<TextPair> pairs = PairFiles.read(files.get(0), files.get(1));
        if (pairs.isEmpty()) {
            throw new DataException(files.get(0) + ": must have at least one line, found none");
        }
        files.forEach(file -> hashes.put(file.toString(), Sha256.ofText(file)));
        return pairs;
    }
}
