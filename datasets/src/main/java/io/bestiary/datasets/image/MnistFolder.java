package io.bestiary.datasets.image;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The four IDX files of MNIST and of data sets in its likeness. */
final class MnistFolder {
    private final Path folder;
    private final SortedMap<String, String> hashes = new TreeMap<>();

    private MnistFolder(Path folder) {
        this.folder = folder;
    }

    /** Opens the folder; classes is null where they are called by their numbers. */
    static ImageData open(Path folder, List<String> classes, double validation, long splitSeed) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(folder + ": must be a folder of IDX files, found "
                    + (Files.exists(folder) ? "a file" : "nothing there"));
        }
        MnistFolder files = new MnistFolder(folder);
        Labelled train = files.split("train");
        Labelled test = files.split("t10k");
        List<String> names = classes != null ? classes : files.numbers(train.labels());
        files.check("train", train.labels(), names.size());
        files.check("t10k", test.labels(), names.size());
        List<Labelled> parts = train.divide(validation, splitSeed, "validation");
        return ImageData.of(parts.get(0), parts.get(1), test, names, Sha256.ofFiles(files.hashes));
    }

    private Labelled split(String name) {
        Idx pictures = read(name + "-images-idx3-ubyte", 3);
        Idx labels = read(name + "-labels-idx1-ubyte", 1);
        if (pictures.count() != labels.count()) {
            throw new DataException(labels.file() + ": must have one label for each of the " + pictures.count()
                    + " pictures of " + pictures.file().getFileName() + ", found " + labels.count());
        }
        int[] classes = IntStream.range(0, labels.count())
                .map(i -> labels.elements()[i] & 0xff)
                .toArray();
        return new Labelled(new Examples(name, new IdxPictures(pictures), classes), classes);
    }

    private Idx read(String name, int dimensions) {
        Path plain = folder.resolve(name);
        Path packed = folder.resolve(name + ".gz");
        if (!Files.exists(plain) && !Files.exists(packed)) {
            throw new DataException(plain + ": must be an IDX file, packed (.gz) or not, found nothing there");
        }
        Idx idx = Idx.read(Files.exists(plain) ? plain : packed, dimensions);
        hashes.put(name, idx.sha256());
        return idx;
    }

    private void check(String split, int[] labels, int classes) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] >= classes) {
                throw new DataException(folder.resolve(split + "-labels-idx1-ubyte") + ": label " + i
                        + " must be less than " + classes + ", found " + labels[i]);
            }
        }
    }

    /** Classes up to the highest label of the training split. */
    private List<String> numbers(int[] labels) {
        int highest = Arrays.stream(labels).max().orElseThrow();
        if (highest == 0) {
            throw new DataException(
                    folder.resolve("train-labels-idx1-ubyte") + ": must have two classes at least, found only label 0");
        }
        return IntStream.rangeClosed(0, highest).mapToObj(Integer::toString).toList();
    }

    /** One split: its labels are in memory, a picture is copied out when asked for. */
    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    private record Examples(String name, IdxPictures pictures, int[] labels) implements Dataset<LabelledImage> {
        @Override
        public int size() {
            return labels.length;
        }

        @Override
        public LabelledImage get(int index) {
            return new LabelledImage(name + "/" + index, pictures.get(index), labels[index]);
        }
    }
}
