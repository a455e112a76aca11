package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.InputForm;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.List;

/** Pictures to what an autoencoder keeps of them. */
public final class ImageReconstructionPipeline
        implements Pipeline<Original, ImageReconstructionPipeline.Fitted, Reconstruction> {
    private final Network network;
    private final ImagePreprocessor preprocessor;
    private final List<String> labels;

    /** A picture ready for the network, values in [0, 1], and its class. */
    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    public record Fitted(float[] values, int label) {}

    /**
     * Makes a pipeline.
     *
     * @param preprocessor that leaves values in [0, 1]
     * @param labels names of the classes that the network is told; none where it is not
     */
    public ImageReconstructionPipeline(Network network, ImagePreprocessor preprocessor, List<String> labels) {
        this.network = network;
        this.preprocessor = preprocessor;
        this.labels = List.copyOf(labels);
    }

    @Override
    public InputForm<Original> inputForm() {
        return new OriginalForm(preprocessor.channels(), labels);
    }

    @Override
    public AnswerForm<Reconstruction> answerForm() {
        return new ReconstructionForm(preprocessor.height(), preprocessor.channels());
    }

    @Override
    public Fitted prepare(Original original) {
        if (original.label() < 0 || original.label() >= Math.max(1, labels.size())) {
            throw new IllegalArgumentException(
                    "class: must be between 0 and " + Math.max(0, labels.size() - 1) + ", got " + original.label());
        }
        return new Fitted(preprocessor.apply(original.picture()), original.label());
    }

    @Override
    public List<Reconstruction> answer(NDManager manager, List<Fitted> examples) {
        int size = Math.toIntExact(preprocessor.shape().size());
        float[] drawn = forward(manager, examples).head().toFloatArray();
        List<Reconstruction> answers = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            float[] values = examples.get(i).values();
            double sum = 0;
            for (int at = 0; at < size; at++) {
                double distance = drawn[i * size + at] - values[at];
                sum += distance * distance;
            }
            answers.add(new Reconstruction(
                    Tones.unsigned(
                            drawn, i * size, preprocessor.width(), preprocessor.height(), preprocessor.channels()),
                    sum / size));
        }
        return answers;
    }

    /** What the network gives: pictures (B, C, H, W), and of a variational one mean and log variance (B, Z). */
    public NDList forward(NDManager manager, List<Fitted> examples) {
        NDList inputs = new NDList(
                FloatBatch.of(manager, examples.stream().map(Fitted::values).toList(), preprocessor.shape()));
        if (!labels.isEmpty()) {
            long[] classes = examples.stream().mapToLong(Fitted::label).toArray();
            inputs.add(HostMemory.array(manager, classes, new Shape(classes.length)));
        }
        return network.forward(inputs, false);
    }
}
