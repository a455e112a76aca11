package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.datasets.image.Plot;
import io.bestiary.datasets.image.Points;
import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.InputForm;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Generative;
import io.bestiary.zoo.nn.ImageGeneration;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Wishes to pictures, or to points of the plane. */
public final class ImageGenerationPipeline implements Pipeline<Wish, ImageGenerationPipeline.Latent, Drawing> {
    private final Network network;
    private final ImageGeneration architecture;
    private final List<String> labels;
    private final Optional<Points> points;

    /** A wish in numbers. */
    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    public record Latent(float[] values, int label) {}

    /**
     * Makes a pipeline.
     *
     * @param architecture of the network, whose block is {@link Generative}
     * @param labels names of the classes that can be asked for; none where none can
     * @param points of a network that draws points, their scale
     */
    public ImageGenerationPipeline(
            Network network, ImageGeneration architecture, List<String> labels, Optional<Points> points) {
        this.network = network;
        this.architecture = architecture;
        this.labels = architecture.conditions() == 0 ? List.of() : List.copyOf(labels);
        this.points = points;
    }

    @Override
    public InputForm<Wish> inputForm() {
        return new WishForm(labels, architecture.latentSize());
    }

    @Override
    public AnswerForm<Drawing> answerForm() {
        return new DrawingForm(
                architecture.imageSize(), architecture.channels(), !labels.isEmpty(), points.isPresent());
    }

    @Override
    public Latent prepare(Wish wish) {
        int size = architecture.latentSize();
        wish.latent().filter(given -> given.size() != size).ifPresent(given -> {
            throw new IllegalArgumentException("latent: must have " + size + " numbers, got " + given.size());
        });
        if (wish.label() < Wish.ANY || wish.label() >= Math.max(0, labels.size())) {
            throw new IllegalArgumentException(
                    labels.isEmpty()
                            ? "class: must not be given, this network draws without classes, got " + wish.label()
                            : "class: must be between 0 and " + (labels.size() - 1) + ", got " + wish.label());
        }
        return new Latent(wish.latent(size), labels.isEmpty() ? 0 : wish.label(labels.size()));
    }

    @Override
    public List<Drawing> answer(NDManager manager, List<Latent> examples) {
        long[] classes = examples.stream().mapToLong(Latent::label).toArray();
        List<float[]> latent = examples.stream().map(Latent::values).toList();
        NDList inputs = new NDList(FloatBatch.of(manager, latent, new Shape(architecture.latentSize())));
        if (architecture.conditions() > 0) {
            inputs.add(HostMemory.array(manager, classes, new Shape(classes.length)));
        }
        NDArray drawn = network.forward(((Generative) network.block()).generator(), inputs, false)
                .head();
        float[] values = drawn.toFloatArray();
        int size = values.length / classes.length;
        int side = architecture.imageSize();
        List<Drawing> drawings = new ArrayList<>();
        for (int i = 0; i < classes.length; i++) {
            String label = labels.isEmpty() ? "" : labels.get((int) classes[i]);
            drawings.add(
                    points.isPresent()
                            ? point(values, i * size, points.get().scale())
                            : new Drawing(
                                    Tones.signed(values, i * size, side, side, architecture.channels()),
                                    label,
                                    List.of()));
        }
        return drawings;
    }

    private static Drawing point(float[] values, int from, double scale) {
        double[] point = {values[from] * scale, values[from + 1] * scale};
        return new Drawing(Plot.points(new double[][] {point}, scale), "", List.of(point[0], point[1]));
    }
}
