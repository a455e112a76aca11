package io.bestiary.datasets.image;

import io.bestiary.datasets.Catalog;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.Sha256;
import io.bestiary.datasets.TarGz;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Cell nuclei under microscopes of several kinds, 334 pictures of 256 pixels, in one archive with {@code images/} and
 * {@code masks/}.
 *
 * @param test share to test on, 0 to 0.9
 * @param validation share of the remaining pictures to validate on, 0 to 0.9
 * @param splitSeed what these choices are a function of
 */
public record Nuclei(double test, double validation, long splitSeed) implements MaskSpec {
    public static final Nuclei DEFAULTS = new Nuclei(0.2, 0.1, 0);

    private static final String ARCHIVE = "nuclei-256-pairs.tar.gz";

    public Nuclei {
        Labelled.checkShare("test", test);
        Labelled.checkShare("validation", validation);
    }

    @Override
    public MaskData open(DataFolders folders) {
        Path archive = folders.open(Catalog.find("nuclei")).resolve(ARCHIVE);
        SortedMap<String, byte[]> files = TarGz.read(archive);
        List<String> names = files.keySet().stream()
                .filter(name -> name.startsWith("images/"))
                .map(name -> name.substring("images/".length()))
                .toList();
        for (String name : names) {
            if (!files.containsKey("masks/" + name)) {
                throw new DataException(
                        archive + ": images/" + name + ": must have a mask masks/" + name + ", found none");
            }
        }
        Dataset<MaskedImage> all = new Dataset<>() {
            @Override
            public int size() {
                return names.size();
            }

            @Override
            public MaskedImage get(int index) {
                String image = "images/" + names.get(index);
                String mask = "masks/" + names.get(index);
                return MaskFolder.masked(image, decode(files, image), mask, decode(files, mask));
            }
        };
        SortedMap<String, String> hashes = new TreeMap<>();
        try {
            hashes.put(ARCHIVE.replaceFirst("\\.gz$", ""), Sha256.ofUnpacked(archive));
        } catch (IOException e) {
            throw new DataException(archive + ": cannot be read: " + e.getMessage(), e);
        }
        return MaskData.divided(all, test, validation, splitSeed, Sha256.ofFiles(hashes));
    }

    private static PixelImage decode(SortedMap<String, byte[]> files, String name) {
        return PixelImage.read(new ByteArrayInputStream(files.get(name)), name);
    }
}
