package io.bestiary.inference;

import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.datasets.image.Resize;
import io.bestiary.inference.djl.PictureBlockFactory;
import io.bestiary.inference.pipeline.Pipelines;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointCard;
import io.bestiary.zoo.cnn.LeNet5;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Task;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A checkpoint of a network with its first values: what it answers means nothing, and must be the same everywhere. */
public final class SmallCheckpoint {
    public static final List<String> LABELS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

    private SmallCheckpoint() {}

    public static Path write(Path folder, String engine) {
        LeNet5 architecture = LeNet5.lenet5();
        CheckpointCard card = new CheckpointCard(
                CheckpointCard.FORMAT,
                "lenet5",
                Hyperparameters.values(architecture),
                Task.IMAGE_CLASSIFICATION.toString(),
                Pipelines.toJson(new ImagePreprocessor(28, 28, 1, List.of(0.3), List.of(0.03), Resize.STRETCH)),
                Map.of(),
                Map.of());
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(architecture, manager, 7)) {
            Checkpoint.write(folder, card, network, LABELS, PictureBlockFactory.servingProperties(), Map.of(), null);
        }
        return folder;
    }

    /** A picture that is another one for each number. */
    public static BufferedImage picture(int number) {
        BufferedImage picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setColor(number % 2 == 0 ? Color.WHITE : new Color(60, 20, 20 * number));
        pen.fillOval(2 * number, number, 10 + number, 25 - number);
        pen.dispose();
        return picture;
    }
}
