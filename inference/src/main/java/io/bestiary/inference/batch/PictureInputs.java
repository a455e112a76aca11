package io.bestiary.inference.batch;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.image.IdxPictures;
import io.bestiary.datasets.image.PixelImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds pictures: files, folders with all that is in them, and IDX files. */
public final class PictureInputs {

    private static final Pattern IDX_NAME = Pattern.compile(".*(idx3|\\.idx)(-ubyte)?(\\.gz)?");

    private PictureInputs() {}

    /**
     * Lists the pictures, folders in the order of their names; a picture of an IDX file has the id {@code file#number}.
     *
     * @throws DataException if an input is not there, or an IDX file is damaged
     */
    public static Iterator<InputItem<PixelImage>> of(List<Path> inputs) {
        return inputs.stream().flatMap(PictureInputs::expand).iterator();
    }

    private static Stream<InputItem<PixelImage>> expand(Path input) {
        if (Files.isDirectory(input)) {
            try (Stream<Path> files = Files.walk(input)) {
                return files.filter(Files::isRegularFile).sorted().toList().stream()
                        .flatMap(PictureInputs::file);
            } catch (IOException | UncheckedIOException e) {
                throw new DataException(input + ": cannot be listed: " + e.getMessage(), e);
            }
        }
        if (!Files.exists(input)) {
            throw new DataException(input + ": no such file or folder");
        }
        return file(input);
    }

    private static Stream<InputItem<PixelImage>> file(Path file) {
        if (!IDX_NAME.matcher(file.getFileName().toString()).matches()) {
            return Stream.of(new InputItem<>(file.toString(), () -> PixelImage.read(file)));
        }
        IdxPictures pictures = IdxPictures.read(file);
        return IntStream.range(0, pictures.size())
                .mapToObj(i -> new InputItem<>(file + "#" + i, () -> pictures.get(i)));
    }
}
