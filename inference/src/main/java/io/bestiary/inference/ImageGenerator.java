package io.bestiary.inference;

import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.pipeline.Drawing;
import io.bestiary.inference.pipeline.Session;
import io.bestiary.inference.pipeline.Wish;
import io.bestiary.zoo.engine.Backend;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Draws pictures: the front door to a trained generator, to be used from any thread.
 *
 * <pre>{@code
 * try (ImageGenerator generator = ImageGenerator.open(Path.of("runs/dcgan-mnist"))) {
 *     Files.write(Path.of("digit.png"), generator.draw(7).toPng());
 * }
 * }</pre>
 */
public final class ImageGenerator implements AutoCloseable {
    private final Session<Wish, Drawing> session;

    private ImageGenerator(Session<Wish, Drawing> session) {
        this.session = session;
    }

    /** Opens a run or checkpoint folder with PyTorch, on the first GPU if there is one. */
    public static ImageGenerator open(Path folder) {
        return open(folder, "pytorch", "auto");
    }

    /**
     * Opens a run or checkpoint folder.
     *
     * @param engine {@code pytorch} or {@code mxnet}
     * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
     * @throws io.bestiary.zoo.checkpoint.CheckpointException if the folder is damaged or holds no generator
     */
    public static ImageGenerator open(Path folder, String engine, String device) {
        return new ImageGenerator(Session.drawing(folder, Backend.of(engine, device)));
    }

    /** Draws the picture of a seed: the same for the same seed, always. */
    public PixelImage draw(long seed) {
        return draw(Wish.of(seed));
    }

    /** Draws a picture of a class, counted from 0. */
    public PixelImage draw(long seed, int label) {
        return draw(Wish.of(seed, label));
    }

    /** Draws what is wished; throws {@link IllegalArgumentException} where the network has no such class or latent. */
    public PixelImage draw(Wish wish) {
        return session.answer(wish).picture();
    }

    /** Draws as one batch the pictures of a seed and those that follow it. */
    public List<PixelImage> draw(long firstSeed, int label, int count) {
        List<Wish> wishes = LongStream.range(firstSeed, firstSeed + count)
                .mapToObj(seed -> Wish.of(seed, label))
                .toList();
        return session.answer(wishes).stream().map(Drawing::picture).toList();
    }

    @Override
    public void close() {
        session.close();
    }
}
