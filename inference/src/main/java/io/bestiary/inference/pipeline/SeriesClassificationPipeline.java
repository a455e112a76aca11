package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.series.SeriesPreprocessor;
import io.bestiary.datasets.series.SeriesPreprocessor.Window;
import io.bestiary.datasets.series.SeriesRows;
import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.InputForm;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of a series to the class of the last of them. */
public final class SeriesClassificationPipeline implements Pipeline<SeriesRows, Window, Classification> {
    private final Network network;
    private final SeriesPreprocessor preprocessor;
    private final List<String> labels;

    public SeriesClassificationPipeline(Network network, SeriesPreprocessor preprocessor, List<String> labels) {
        this.network = network;
        this.preprocessor = preprocessor;
        this.labels = List.copyOf(labels);
    }

    @Override
    public InputForm<SeriesRows> inputForm() {
        return new SeriesForm(preprocessor);
    }

    @Override
    public AnswerForm<Classification> answerForm() {
        return new ClassificationForm(labels);
    }

    @Override
    public Window prepare(SeriesRows rows) {
        return preprocessor.window(rows);
    }

    @Override
    public List<Classification> answer(NDManager manager, List<Window> windows) {
        float[] probabilities = logits(new NDList(FloatBatch.of(
                        manager, windows.stream().map(Window::values).toList(), preprocessor.shape())))
                .softmax(1)
                .toFloatArray();
        List<Classification> answers = new ArrayList<>(windows.size());
        for (int from = 0; from < probabilities.length; from += labels.size()) {
            answers.add(Classification.of(labels, Arrays.copyOfRange(probabilities, from, from + labels.size())));
        }
        return answers;
    }

    /** The network's raw output for prepared windows: (B, T, C) -> (B, K). */
    public NDArray logits(NDList windows) {
        return network.forward(windows, false).head();
    }
}
