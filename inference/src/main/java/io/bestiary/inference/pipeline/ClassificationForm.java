package io.bestiary.inference.pipeline;

import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.Datatype;
import io.bestiary.inference.form.Tensor;
import io.bestiary.inference.form.TensorForm;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How classes are written: the most probable ones in JSON; in tensors the best one, and all in the order of the labels. */
public final class ClassificationForm implements AnswerForm<Classification> {
    private static final int CLASSES_IN_JSON = 5;

    private final List<String> labels;

    /** Takes the labels in the order of the network's outputs. */
    public ClassificationForm(List<String> labels) {
        this.labels = List.copyOf(labels);
    }

    @Override
    public Map<String, Object> toJson(Classification answer) {
        return Map.of("predictions", answer.top(CLASSES_IN_JSON));
    }

    @Override
    public List<Part<Classification>> parts() {
        return List.of(
                new Part<>(
                        TensorForm.of("label", Datatype.BYTES),
                        answer -> Tensor.strings(
                                List.of(), List.of(answer.best().name().getBytes(StandardCharsets.UTF_8)))),
                new Part<>(
                        TensorForm.of("probability", Datatype.FP32),
                        answer -> Tensor.floats(
                                List.of(), new float[] {(float) answer.best().probability()})),
                new Part<>(
                        TensorForm.of("probabilities", Datatype.FP32, (long) labels.size()),
                        answer -> Tensor.floats(List.of((long) labels.size()), inOrder(answer))));
    }

    private float[] inOrder(Classification answer) {
        Map<String, Double> byName = new HashMap<>();
        answer.labels().forEach(label -> byName.put(label.name(), label.probability()));
        float[] probabilities = new float[labels.size()];
        for (int k = 0; k < probabilities.length; k++) {
            probabilities[k] = byName.get(labels.get(k)).floatValue();
        }
        return probabilities;
    }
}
