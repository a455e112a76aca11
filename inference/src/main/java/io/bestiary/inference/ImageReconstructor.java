package io.bestiary.inference;

import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.pipeline.Original;
import io.bestiary.inference.pipeline.Reconstruction;
import io.bestiary.inference.pipeline.Session;
import io.bestiary.zoo.nn.Task;
import java.nio.file.Path;
import java.util.List;

/**
 * Draws pictures again by the few numbers that it makes of them: the front door to a trained autoencoder, to be used from
 * any thread. What it has not learned to draw comes back with a large error.
 *
 * <pre>{@code
 * try (ImageReconstructor reconstructor = ImageReconstructor.open(Path.of("runs/autoencoder-digits"))) {
 *     System.out.println(reconstructor.reconstruct(Path.of("seven.png")).error());
 * }
 * }</pre>
 */
public final class ImageReconstructor implements AutoCloseable {
    private final Session<Original, Reconstruction> session;

    private ImageReconstructor(Session<Original, Reconstruction> session) {
        this.session = session;
    }

    /** Opens a run or checkpoint folder with PyTorch, on the first GPU if there is one. */
    public static ImageReconstructor open(Path folder) {
        return open(folder, "pytorch", "auto");
    }

    /**
     * Opens a run or checkpoint folder.
     *
     * @param engine {@code pytorch} or {@code mxnet}
     * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
     * @throws io.bestiary.zoo.checkpoint.CheckpointException if the folder is damaged
     * @throws IllegalArgumentException if it holds no autoencoder
     */
    public static ImageReconstructor open(Path folder, String engine, String device) {
        return new ImageReconstructor(FrontDoor.open(
                folder, engine, device, Task.IMAGE_RECONSTRUCTION, Original.class, Reconstruction.class));
    }

    /** Draws a picture file again; throws {@link io.bestiary.datasets.DataException} if it cannot be read. */
    public Reconstruction reconstruct(Path picture) {
        return reconstruct(new Original(PixelImage.read(picture), 0));
    }

    /** Draws a picture again; of a network that is told classes, as one of its class. */
    public Reconstruction reconstruct(Original original) {
        return session.answer(original);
    }

    /** Draws several pictures again as one batch, in their order. */
    public List<Reconstruction> reconstruct(List<Original> originals) {
        return session.answer(originals);
    }

    @Override
    public void close() {
        session.close();
    }
}
