package io.bestiary.datasets.image;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.Dataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The picture files below a folder that holds a folder for each class. */
record ClassFolders(List<String> classes, List<Path> files, List<Integer> labels) {

    /** Finds at least two classes. */
    static ClassFolders find(Path folder) {
        List<String> classes = names(folder);
        if (classes.size() < 2) {
            throw new DataException(folder + ": must hold a folder of pictures for each of at least two classes, found "
                    + (classes.isEmpty() ? "none" : "only " + classes.get(0)));
        }
        return find(folder, classes);
    }

    /** Finds pictures of classes that are known. */
    static ClassFolders find(Path folder, List<String> classes) {
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (String name : names(folder)) {
            int label = classes.indexOf(name);
            if (label < 0) {
                throw new DataException(
                        folder.resolve(name) + ": must be called as one of the classes " + classes + ", found " + name);
            }
            List<Path> found = PictureFiles.below(folder.resolve(name));
            if (found.isEmpty()) {
                throw new DataException(folder.resolve(name) + ": must hold at least one picture, found none");
            }
            for (Path file : found) {
                if (!PictureFiles.isPicture(file)) {
                    throw new DataException(file + ": must be a picture (" + PictureFormat.all()
                            + "), found a file ending in " + PictureFormat.ending(file));
                }
                files.add(file);
                labels.add(label);
            }
        }
        return new ClassFolders(classes, files, labels);
    }

    /** The names of the class folders. A picture beside them belongs to no class; other files are notes. */
    private static List<String> names(Path folder) {
        List<String> names = new ArrayList<>();
        for (Path path : PictureFiles.in(folder)) {
            if (Files.isDirectory(path)) {
                names.add(path.getFileName().toString());
            } else if (PictureFiles.isPicture(path)) {
                throw new DataException(path + ": must lie in the folder of its class, found beside the class folders");
            }
        }
        return names;
    }

    /** The pictures, called by their paths below the folder. */
    Labelled examples(Path folder) {
        int[] known = labels.stream().mapToInt(Integer::intValue).toArray();
        return new Labelled(
                new Dataset<>() {
                    @Override
                    public int size() {
                        return known.length;
                    }

                    @Override
                    public LabelledImage get(int index) {
                        Path file = files.get(index);
                        return new LabelledImage(PictureFiles.name(folder, file), PixelImage.read(file), known[index]);
                    }
                },
                known);
    }
}
