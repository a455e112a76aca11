package io.bestiary.inference;

import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.pipeline.Classification;
import io.bestiary.inference.pipeline.Session;
import io.bestiary.zoo.nn.Task;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;

/**
 * Says what is in a picture: the front door to a trained image classifier, to be used from any thread.
 *
 * <pre>{@code
 * try (ImageClassifier classifier = ImageClassifier.open(Path.of("runs/lenet5-digits"))) {
 *     System.out.println(classifier.classify(Path.of("seven.png")).best().name());
 * }
 * }</pre>
 */
public final class ImageClassifier implements AutoCloseable {
    private final Session<PixelImage, Classification> session;

    private ImageClassifier(Session<PixelImage, Classification> session) {
        this.session = session;
    }

    /** Opens a run or checkpoint folder with PyTorch, on the first GPU if there is one. */
    public static ImageClassifier open(Path folder) {
        return open(folder, "pytorch", "auto");
    }

    /**
     * Opens a run or checkpoint folder.
     *
     * @param engine {@code pytorch} or {@code mxnet}
     * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
     * @throws io.bestiary.zoo.checkpoint.CheckpointException if the folder is damaged
     * @throws IllegalArgumentException if its network is for another task
     */
    public static ImageClassifier open(Path folder, String engine, String device) {
        return new ImageClassifier(FrontDoor.open(
                folder, engine, device, Task.IMAGE_CLASSIFICATION, PixelImage.class, Classification.class));
    }

    /** Classifies a picture file; throws {@link io.bestiary.datasets.DataException} if it cannot be read. */
    public Classification classify(Path picture) {
        return session.answer(PixelImage.read(picture));
    }

    public Classification classify(BufferedImage picture) {
        return session.answer(PixelImage.of(picture));
    }

    /** Classifies several pictures as one batch, in their order. */
    public List<Classification> classify(List<BufferedImage> pictures) {
        return session.answer(pictures.stream().map(PixelImage::of).toList());
    }

    @Override
    public void close() {
        session.close();
    }
}
