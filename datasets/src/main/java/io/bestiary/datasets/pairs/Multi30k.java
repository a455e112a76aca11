package io.bestiary.datasets.pairs;

import io.bestiary.datasets.Catalog;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.NamedSet;
import io.bestiary.datasets.RemoteFile;
import io.bestiary.datasets.Sha256;
import io.bestiary.datasets.Splits;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * Captions of pictures in three languages, 29,000 to learn from, 1,014 to validate on, and the 1,000 of 2016 to test on;
 * Elliott et al., 2016, https://arxiv.org/abs/1605.00459.
 *
 * @param source language that is read
 * @param target language that is written
 */
public record Multi30k(Language source, Language target) implements PairSpec {
    public static final Multi30k DEFAULTS = new Multi30k(Language.DE, Language.EN);

    /** The languages that the files are in. */
    public enum Language {
        DE,
        EN,
        FR;

        String file(String split) {
            return split + "." + name().toLowerCase(Locale.ROOT) + ".gz";
        }
    }

    public Multi30k {
        if (source == target) {
            throw new IllegalArgumentException("target: must be another language than the source, got " + name(target));
        }
    }

    private static String name(Language language) {
        return language.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public PairData open(DataFolders folders) {
        NamedSet set = Catalog.find("multi30k");
        Path folder = folders.open(set);
        TreeMap<String, String> hashes = new TreeMap<>();
        Splits<TextPair> splits = new Splits<>(
                read(folder, "train", hashes, set),
                read(folder, "val", hashes, set),
                read(folder, "test_2016_flickr", hashes, set));
        return new PairData(splits, Sha256.ofFiles(hashes));
    }

    private Dataset<TextPair> read(Path folder, String split, TreeMap<String, String> hashes, NamedSet set) {
        List<String> names = List.of(source.file(split), target.file(split));
        for (RemoteFile file : set.files()) {
            if (names.contains(file.name())) {
                hashes.put(file.name(), file.sha256());
            }
        }
        return Dataset.of(PairFiles.read(folder.resolve(names.get(0)), folder.resolve(names.get(1))));
    }
}
