package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.text.TextData.Kind;
import io.bestiary.datasets.text.TextPreprocessor;
import io.bestiary.datasets.text.TokenBatch;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.datasets.text.Vocabulary;
import io.bestiary.datasets.text.WordPieceTokenizer;
import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.InputForm;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Tells the tokens that are hidden in a text, from those around. */
public final class MaskedLanguagePipeline implements Pipeline<String, int[], Unmasked> {
    /** As it is written in texts, ours or BERT's. */
    private static final Pattern MASK =
            Pattern.compile(Pattern.quote(Vocabulary.MASK) + "|" + Pattern.quote(WordPieceTokenizer.MASK));

    private final Network network;
    private final Tokenizer tokenizer;
    private final TextPreprocessor preprocessor;
    private final int mask;

    public MaskedLanguagePipeline(Network network, Tokenizer tokenizer, TextPreprocessor preprocessor) {
        this.network = network;
        this.tokenizer = tokenizer;
        this.preprocessor = preprocessor;
        this.mask = tokenizer
                .vocabulary()
                .find(Vocabulary.MASK)
                .orElseGet(() -> tokenizer.vocabulary().id(WordPieceTokenizer.MASK));
    }

    @Override
    public InputForm<String> inputForm() {
        return new MaskedForm();
    }

    @Override
    public AnswerForm<Unmasked> answerForm() {
        return new UnmaskedForm();
    }

    @Override
    public int[] prepare(String text) {
        List<Integer> ids = new ArrayList<>();
        String[] pieces = MASK.split(text, -1);
        if (pieces.length == 1) {
            throw new DataException("text: must have " + Vocabulary.MASK + " for each token to be told, got none");
        }
        for (int i = 0; i < pieces.length; i++) {
            if (i > 0) {
                ids.add(mask);
            }
            // In a frame, as with BERT and RoBERTa, no space stands between a word and the hidden token after it.
            String piece =
                    tokenizer.frame().isPresent() && i < pieces.length - 1 ? pieces[i].stripTrailing() : pieces[i];
            Arrays.stream(tokenizer.encode(piece).ids()).forEach(ids::add);
        }
        if (preprocessor.texts() == Kind.SEPARATE) {
            ids.add(preprocessor.border(tokenizer)); // each text ended with it in training
        }
        int[] own = ids.stream().mapToInt(id -> id).toArray();
        int[] read = tokenizer.frame().map(frame -> frame.around(own)).orElse(own);
        if (read.length > preprocessor.context()) {
            throw new DataException("text: must have at most " + preprocessor.context()
                    + " tokens, the network's context, got " + read.length);
        }
        return read;
    }

    @Override
    public int length(int[] ids) {
        return ids.length;
    }

    @Override
    public List<Unmasked> answer(NDManager manager, List<int[]> texts) {
        NDArray logits = logits(new NDList(
                TokenBatch.padded(texts, 0).toArray(manager),
                TokenBatch.lengths(texts).toArray(manager)));
        int vocabulary = tokenizer.size();
        int width = Math.toIntExact(logits.size(1));
        float[] probabilities = logits.softmax(2).toFloatArray();
        List<Unmasked> answers = new ArrayList<>();
        for (int row = 0; row < texts.size(); row++) {
            int[] ids = texts.get(row).clone();
            List<Classification> masks = new ArrayList<>();
            for (int t = 0; t < ids.length; t++) {
                if (ids[t] == mask) {
                    int from = (row * width + t) * vocabulary;
                    Classification told = told(Arrays.copyOfRange(probabilities, from, from + vocabulary));
                    ids[t] = tokenizer.vocabulary().id(told.best().name());
                    masks.add(told);
                }
            }
            answers.add(new Unmasked(tokenizer.decode(ids), masks));
        }
        return answers;
    }

    /** The tokens that stand for text, with their probabilities. */
    private Classification told(float[] probabilities) {
        Vocabulary vocabulary = tokenizer.vocabulary();
        int[] ids = IntStream.range(0, vocabulary.size())
                .filter(id -> !vocabulary.isSpecial(id))
                .toArray();
        float[] chosen = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            chosen[i] = probabilities[ids[i]];
        }
        return Classification.of(IntStream.of(ids).mapToObj(vocabulary::token).toList(), chosen);
    }

    /** What the network tells of tokens (B, T) and lengths (B): (B, T, V). */
    public NDArray logits(NDList inputs) {
        return network.forward(inputs, false).head();
    }
}
