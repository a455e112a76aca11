package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.labelled.PiecePreparation;
import io.bestiary.datasets.labelled.WordRules;
import io.bestiary.datasets.text.TokenBatch;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.InputForm;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Words to the tag of each, told at its first piece, as BERT's taggers learn it. */
public final class PieceTaggingPipeline implements Pipeline<TaggerInput, PieceTaggingPipeline.Prepared, Tagging> {
    private final Network network;
    private final Tokenizer tokenizer;
    private final PiecePreparation preparation;
    private final List<String> tags;

    /** Words and their pieces. */
    public record Prepared(List<WordRules.Word> words, PiecePreparation.Pieces pieces) {}

    public PieceTaggingPipeline(Network network, Tokenizer tokenizer, PiecePreparation preparation, List<String> tags) {
        this.network = network;
        this.tokenizer = tokenizer;
        this.preparation = preparation;
        this.tags = List.copyOf(tags);
    }

    @Override
    public InputForm<TaggerInput> inputForm() {
        return new TaggerForm(preparation.longest());
    }

    @Override
    public AnswerForm<Tagging> answerForm() {
        return new TaggingForm();
    }

    @Override
    public Prepared prepare(TaggerInput input) {
        List<String> words = input.words().stream().map(WordRules.Word::text).toList();
        return new Prepared(input.words(), preparation.pieces(tokenizer, words));
    }

    @Override
    public int length(Prepared sentence) {
        return sentence.pieces().pieces().length;
    }

    @Override
    public List<Tagging> answer(NDManager manager, List<Prepared> sentences) {
        List<int[]> rows =
                sentences.stream().map(sentence -> sentence.pieces().pieces()).toList();
        NDArray logits = logits(new NDList(
                TokenBatch.padded(rows, 0).toArray(manager),
                TokenBatch.lengths(rows).toArray(manager)));
        int steps = Math.toIntExact(logits.size(1));
        float[] probabilities = logits.softmax(2).toFloatArray();
        List<Tagging> answers = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            List<Tagging.Token> tokens = new ArrayList<>();
            for (int i = 0; i < sentences.get(row).words().size(); i++) {
                int from = (row * steps + sentences.get(row).pieces().firsts()[i]) * tags.size();
                Classification tag =
                        Classification.of(tags, Arrays.copyOfRange(probabilities, from, from + tags.size()));
                WordRules.Word word = sentences.get(row).words().get(i);
                tokens.add(new Tagging.Token(
                        word.text(),
                        word.start(),
                        word.end(),
                        tag.best().name(),
                        tag.best().probability()));
            }
            answers.add(new Tagging(tokens));
        }
        return answers;
    }

    /** The network's raw output: pieces (B, T), lengths (B) -> (B, T, K). */
    public NDArray logits(NDList sentences) {
        return network.forward(sentences, false).head();
    }
}
