package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.labelled.TextPreparation;
import io.bestiary.datasets.text.TokenBatch;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.InputForm;
import io.bestiary.inference.form.TextField;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A text to its class. */
public final class TextClassificationPipeline implements Pipeline<String, int[], Classification> {
    private static final int MOST_CHARACTERS = 1_000_000;

    private final Network network;
    private final Tokenizer tokenizer;
    private final TextPreparation preparation;
    private final List<String> labels;

    public TextClassificationPipeline(
            Network network, Tokenizer tokenizer, TextPreparation preparation, List<String> labels) {
        this.network = network;
        this.tokenizer = tokenizer;
        this.preparation = preparation;
        this.labels = List.copyOf(labels);
    }

    @Override
    public InputForm<String> inputForm() {
        return InputForm.of(String.class, TextField.of("text", "what is to be classified", MOST_CHARACTERS));
    }

    @Override
    public AnswerForm<Classification> answerForm() {
        return new ClassificationForm(labels);
    }

    @Override
    public int[] prepare(String text) {
        return preparation.tokens(tokenizer, text);
    }

    @Override
    public int length(int[] tokens) {
        return tokens.length;
    }

    @Override
    public List<Classification> answer(NDManager manager, List<int[]> texts) {
        NDList inputs = new NDList(
                TokenBatch.padded(texts, 0).toArray(manager),
                TokenBatch.lengths(texts).toArray(manager));
        float[] probabilities = logits(inputs).softmax(1).toFloatArray();
        List<Classification> answers = new ArrayList<>(texts.size());
        for (int from = 0; from < probabilities.length; from += labels.size()) {
            answers.add(Classification.of(labels, Arrays.copyOfRange(probabilities, from, from + labels.size())));
        }
        return answers;
    }

    /** The network's raw output: tokens (B, T), lengths (B) -> (B, K). */
    public NDArray logits(NDList texts) {
        return network.forward(texts, false).head();
    }
}
