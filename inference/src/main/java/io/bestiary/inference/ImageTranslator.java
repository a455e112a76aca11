package io.bestiary.inference;

import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.pipeline.Drawing;
import io.bestiary.inference.pipeline.Session;
import io.bestiary.zoo.nn.Task;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes of pictures of one kind pictures of another, such as photographs of drawings: the front door to the generator of a
 * pix2pix or CycleGAN, to be used from any thread.
 *
 * <pre>{@code
 * try (ImageTranslator translator = ImageTranslator.open(Path.of("horse2zebra"))) {
 *     Files.write(Path.of("zebra.png"), translator.translate(Path.of("horse.jpg")).toPng());
 * }
 * }</pre>
 */
public final class ImageTranslator implements AutoCloseable {
    private final Session<PixelImage, Drawing> session;

    private ImageTranslator(Session<PixelImage, Drawing> session) {
        this.session = session;
    }

    /** Opens a checkpoint folder with PyTorch, on the first GPU if there is one. */
    public static ImageTranslator open(Path folder) {
        return open(folder, "pytorch", "auto");
    }

    /**
     * Opens a checkpoint folder.
     *
     * @param engine {@code pytorch} or {@code mxnet}
     * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
     * @throws io.bestiary.zoo.checkpoint.CheckpointException if the folder is damaged
     * @throws IllegalArgumentException if it holds no network from pictures to pictures
     */
    public static ImageTranslator open(Path folder, String engine, String device) {
        return new ImageTranslator(
                FrontDoor.open(folder, engine, device, Task.IMAGE_TO_IMAGE, PixelImage.class, Drawing.class));
    }

    /** Makes another of a picture file; throws {@link io.bestiary.datasets.DataException} if it cannot be read. */
    public PixelImage translate(Path picture) {
        return translate(PixelImage.read(picture));
    }

    /** Makes another of a picture, in the network's size. */
    public PixelImage translate(PixelImage picture) {
        return session.answer(picture).picture();
    }

    /** Makes others of several pictures as one batch, in their order. */
    public List<PixelImage> translate(List<PixelImage> pictures) {
        return session.answer(pictures).stream().map(Drawing::picture).toList();
    }

    @Override
    public void close() {
        session.close();
    }
}
