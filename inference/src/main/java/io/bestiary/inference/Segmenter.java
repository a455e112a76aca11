package io.bestiary.inference;

import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.pipeline.Segmentation;
import io.bestiary.inference.pipeline.Session;
import io.bestiary.zoo.nn.Task;
import java.nio.file.Path;

/**
 * Says what of a picture belongs to something: the front door to a trained segmenter, to be used from any thread.
 *
 * <pre>{@code
 * try (Segmenter segmenter = Segmenter.open(Path.of("runs/unet-nuclei"))) {
 *     Files.write(Path.of("mask.png"), segmenter.segment(Path.of("cells.png")).mask().toPng());
 * }
 * }</pre>
 */
public final class Segmenter implements AutoCloseable {
    private final Session<PixelImage, Segmentation> session;

    private Segmenter(Session<PixelImage, Segmentation> session) {
        this.session = session;
    }

    /** Opens a run or checkpoint folder with PyTorch, on the first GPU if there is one. */
    public static Segmenter open(Path folder) {
        return open(folder, "pytorch", "auto");
    }

    /**
     * Opens a run or checkpoint folder.
     *
     * @param engine {@code pytorch} or {@code mxnet}
     * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
     * @throws io.bestiary.zoo.checkpoint.CheckpointException if the folder is damaged
     * @throws IllegalArgumentException if it holds no segmenter
     */
    public static Segmenter open(Path folder, String engine, String device) {
        return new Segmenter(
                FrontDoor.open(folder, engine, device, Task.IMAGE_SEGMENTATION, PixelImage.class, Segmentation.class));
    }

    /** Segments a picture file; throws {@link io.bestiary.datasets.DataException} if it cannot be read. */
    public Segmentation segment(Path picture) {
        return segment(PixelImage.read(picture));
    }

    public Segmentation segment(PixelImage picture) {
        return session.answer(picture);
    }

    @Override
    public void close() {
        session.close();
    }
}
