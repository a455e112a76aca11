package io.bestiary.datasets.image;

import io.bestiary.datasets.Dataset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/** The pictures of an IDX file, in memory as bytes. */
public final class IdxPictures implements Dataset<PixelImage> {
    private final Idx idx;

    IdxPictures(Idx idx) {
        this.idx = idx;
    }

    /**
     * Reads a file such as {@code t10k-images-idx3-ubyte.gz}, packed or not.
     *
     * @throws io.bestiary.datasets.DataException if it is no whole IDX file of grey pictures
     */
    public static IdxPictures read(Path file) {
        return new IdxPictures(Idx.read(file, 3));
    }

    @Override
    public int size() {
        return idx.count();
    }

    @Override
    public PixelImage get(int index) {
        Objects.checkIndex(index, size());
        int height = idx.sizes()[1];
        int width = idx.sizes()[2];
        int from = index * height * width;
        return new PixelImage(width, height, 1, Arrays.copyOfRange(idx.elements(), from, from + height * width));
    }
}
