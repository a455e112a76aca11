package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.labelled.WordEncoder;
import io.bestiary.datasets.labelled.WordRules;
import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.InputForm;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.List;

/** Words to the tag of each. */
public final class TokenClassificationPipeline
        implements Pipeline<TaggerInput, TokenClassificationPipeline.Prepared, Tagging> {
    private final Network network;
    private final WordEncoder encoder;
    private final List<String> tags;

    /** Words and their numbers. */
    public record Prepared(List<WordRules.Word> words, WordEncoder.Encoded encoded) {}

    public TokenClassificationPipeline(Network network, WordEncoder encoder, List<String> tags) {
        this.network = network;
        this.encoder = encoder;
        this.tags = List.copyOf(tags);
    }

    @Override
    public InputForm<TaggerInput> inputForm() {
        return new TaggerForm(encoder.preparation().longest());
    }

    @Override
    public AnswerForm<Tagging> answerForm() {
        return new TaggingForm();
    }

    @Override
    public Prepared prepare(TaggerInput input) {
        return new Prepared(
                input.words(),
                encoder.encode(input.words().stream().map(WordRules.Word::text).toList()));
    }

    @Override
    public int length(Prepared sentence) {
        return sentence.words().size();
    }

    @Override
    public List<Tagging> answer(NDManager manager, List<Prepared> sentences) {
        NDList inputs = new NDList();
        WordEncoder.batch(sentences.stream().map(Prepared::encoded).toList())
                .forEach(tensor -> inputs.add(tensor.toArray(manager)));
        NDArray logits = logits(inputs);
        int steps = Math.toIntExact(logits.size(1));
        float[] probabilities = logits.softmax(2).toFloatArray();
        List<Tagging> answers = new ArrayList<>(sentences.size());
        for (int row = 0; row < sentences.size(); row++) {
            answers.add(tagging(sentences.get(row).words(), probabilities, row * steps * tags.size()));
        }
        return answers;
    }

    private Tagging tagging(List<WordRules.Word> words, float[] probabilities, int start) {
        List<Tagging.Token> tokens = new ArrayList<>(words.size());
        int from = start;
        for (WordRules.Word word : words) {
            int best = 0;
            for (int k = 1; k < tags.size(); k++) {
                best = probabilities[from + k] > probabilities[from + best] ? k : best;
            }
            tokens.add(new Tagging.Token(
                    word.text(), word.start(), word.end(), tags.get(best), probabilities[from + best]));
            from += tags.size();
        }
        return new Tagging(tokens);
    }

    /** The network's raw output: words (B, T), lengths (B), characters (B, T, W) if it sees them -> (B, T, K). */
    public NDArray logits(NDList sentences) {
        return network.forward(sentences, false).head();
    }
}
