package io.bestiary.inference.batch;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.image.IdxPictures;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.form.InputForm;
import java.nio.file.Path;

/** The pictures of an IDX file, called {@code file#number}. */
final class IdxItems<I> implements Items<I> {
    private final InputForm<I> form;
    private final Path file;
    private final IdxPictures pictures;
    private int next;

    IdxItems(InputForm<I> form, Path file) {
        if (form.type() != PixelImage.class) {
            throw new DataException(file + ": must hold " + form.names() + ", an IDX file holds pictures");
        }
        this.form = form;
        this.file = file;
        this.pictures = IdxPictures.read(file);
    }

    @Override
    public boolean hasNext() {
        return next < pictures.size();
    }

    @Override
    public InputItem<I> next() {
        int index = next++;
        String place = file + "#" + index;
        return InputItem.of(place, place, () -> form.type().cast(pictures.get(index)));
    }

    @Override
    public long bytesRead() {
        return file.toFile().length() * next / pictures.size();
    }

    @Override
    public void close() {}
}
