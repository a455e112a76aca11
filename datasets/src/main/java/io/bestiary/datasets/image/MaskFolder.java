package io.bestiary.datasets.image;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A folder with a folder {@code images} and a folder {@code masks}, whose files go by the same names but for their endings.
 * A pixel belongs where its mask is lighter than the middle grey.
 *
 * @param path the folder
 * @param test share to test on, 0 to 0.9
 * @param validation share of the remaining pictures to validate on, 0 to 0.9
 * @param splitSeed what these choices are a function of
 */
public record MaskFolder(Path path, double test, double validation, long splitSeed) implements MaskSpec {
    /** What a recipe need not say; the path it must. */
    public static final MaskFolder DEFAULTS = new MaskFolder(null, 0.2, 0.1, 0);

    public MaskFolder {
        Labelled.checkShare("test", test);
        Labelled.checkShare("validation", validation);
    }

    @Override
    public MaskData open(DataFolders folders) {
        Map<String, Path> images = named("images");
        Map<String, Path> masks = named("masks");
        SortedMap<String, String> hashes = new TreeMap<>();
        List<String> names = new ArrayList<>(images.keySet());
        for (String name : names) {
            if (!masks.containsKey(name)) {
                throw new DataException(images.get(name) + ": must have a mask in " + path.resolve("masks") + " named "
                        + name + ", found none");
            }
        }
        masks.keySet().stream()
                .filter(name -> !images.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new DataException(masks.get(name) + ": must have a picture in " + path.resolve("images")
                            + " named " + name + ", found none");
                });
        hash(images.values(), hashes);
        hash(masks.values(), hashes);
        Dataset<MaskedImage> all = new Dataset<>() {
            @Override
            public int size() {
                return names.size();
            }

            @Override
            public MaskedImage get(int index) {
                String name = names.get(index);
                return MaskFolder.masked(
                        images.get(name).toString(),
                        PixelImage.read(images.get(name)),
                        masks.get(name).toString(),
                        PixelImage.read(masks.get(name)));
            }
        };
        return MaskData.divided(all, test, validation, splitSeed, Sha256.ofFiles(hashes));
    }

    /** A picture with its mask, which must be of its size. */
    static MaskedImage masked(String imageName, PixelImage image, String maskName, PixelImage mask) {
        if (image.width() != mask.width() || image.height() != mask.height()) {
            throw new DataException(maskName + ": must be of the size of its picture " + imageName + ", "
                    + image.width() + "x" + image.height() + ", found " + mask.width() + "x" + mask.height());
        }
        return new MaskedImage(imageName, image, Colours.grey(mask));
    }

    private Map<String, Path> named(String kind) {
        Path folder = path.resolve(kind);
        if (!Files.isDirectory(folder)) {
            throw new DataException(folder + ": must be a folder of pictures, found "
                    + (Files.exists(folder) ? "a file" : "nothing there"));
        }
        Map<String, Path> files = new TreeMap<>();
        for (Path file : PictureFiles.below(folder)) {
            String name = PictureFiles.name(folder, file).replaceFirst("\\.[^./]*$", "");
            if (!PictureFiles.isPicture(file)) {
                throw new DataException(file + ": must be a picture (" + PictureFormat.all()
                        + "), found a file ending in " + PictureFormat.ending(file));
            }
            Path taken = files.putIfAbsent(name, file);
            if (taken != null) {
                throw new DataException(file + ": must be the only one of its name, found " + taken + " too");
            }
        }
        if (files.isEmpty()) {
            throw new DataException(folder + ": must hold at least one picture, found none");
        }
        return files;
    }

    private void hash(Iterable<Path> files, SortedMap<String, String> hashes) {
        for (Path file : files) {
            try {
                hashes.put(PictureFiles.name(path, file), Sha256.of(file));
            } catch (IOException e) {
                throw new DataException(file + ": must be a picture, it cannot be read: " + e.getMessage(), e);
            }
        }
    }
}
