package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.text.TextData.Kind;
import io.bestiary.datasets.text.TextPreprocessor;
import io.bestiary.datasets.text.TokenBatch;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.datasets.text.Vocabulary;
import io.bestiary.inference.decoding.Continuation;
import io.bestiary.inference.decoding.Decoder;
import io.bestiary.inference.decoding.Generation;
import io.bestiary.inference.decoding.Sampling;
import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.InputForm;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.TokenLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Writes texts on, token by token, or says how probable they are. */
public final class LanguageModelPipeline
        implements Pipeline<TextPrompt, LanguageModelPipeline.Tokens, GeneratedText>,
                StreamingPipeline<LanguageModelPipeline.Tokens, GeneratedText> {
    /** Of texts that are scored by networks without a limit of their own. */
    private static final int SCORED_AT_ONCE = 1024;

    private static final Set<String> ENDS = Set.of(Vocabulary.END, Vocabulary.END_OF_TEXT);

    private final Network network;
    private final Tokenizer tokenizer;
    private final TextPreprocessor preprocessor;
    private final OptionalInt filler;

    /**
     * A prompt, cut.
     *
     * @param ids what the network reads
     * @param prompt as it was given
     */
    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    public record Tokens(int[] ids, TextPrompt prompt) {}

    public LanguageModelPipeline(Network network, Tokenizer tokenizer, TextPreprocessor preprocessor) {
        this(network, tokenizer, preprocessor, OptionalInt.empty());
    }

    /**
     * The same, or of a network that reads windows.
     *
     * @param filler as for {@link Decoder}
     */
    LanguageModelPipeline(Network network, Tokenizer tokenizer, TextPreprocessor preprocessor, OptionalInt filler) {
        this.filler = filler;
        this.network = network;
        this.tokenizer = tokenizer;
        this.preprocessor = preprocessor;
    }

    @Override
    public InputForm<TextPrompt> inputForm() {
        return new LanguageForm(preprocessor.answers());
    }

    @Override
    public AnswerForm<GeneratedText> answerForm() {
        return new GeneratedForm();
    }

    /** Begins with the token between texts, where those of training did, or where there is nothing else to begin with. */
    @Override
    public Tokens prepare(TextPrompt prompt) {
        int[] text = tokenizer.encode(prompt.text()).ids();
        boolean begins = preprocessor.texts() == Kind.SEPARATE || text.length == 0 || prompt.most() == 0;
        int[] ids = new int[text.length + (begins ? 1 : 0)];
        ids[0] = preprocessor.border(tokenizer);
        System.arraycopy(text, 0, ids, ids.length - text.length, text.length);
        return new Tokens(ids, prompt);
    }

    @Override
    public int length(Tokens tokens) {
        return tokens.ids().length;
    }

    @Override
    public List<GeneratedText> answer(NDManager manager, List<Tokens> prompts) {
        List<GeneratedText> answers = new ArrayList<>();
        List<Tokens> written =
                prompts.stream().filter(p -> p.prompt().most() > 0).toList();
        List<int[]> texts = written.isEmpty() ? List.of() : write(manager, written);
        int next = 0;
        for (Tokens prompt : prompts) {
            answers.add(prompt.prompt().most() > 0 ? answer(prompt, texts.get(next++)) : score(manager, prompt));
        }
        return answers;
    }

    @Override
    public Writing<GeneratedText> begin(NDManager manager, Tokens prompt) {
        Continuation continuation = new Continuation(
                network,
                preprocessor.context(),
                filler,
                manager,
                prompt.ids(),
                prompt.prompt().sampling(),
                generation(prompt.prompt().most()));
        return new WrittenText(continuation, tokenizer, prompt.prompt().most());
    }

    private GeneratedText answer(Tokens prompt, int[] written) {
        return GeneratedText.of(
                tokenizer.decode(written), written.length, prompt.prompt().most());
    }

    /** What comes after each prompt, as tokens. */
    private List<int[]> write(NDManager manager, List<Tokens> prompts) {
        int most = prompts.stream().mapToInt(p -> p.prompt().most()).max().orElseThrow();
        int[] left = prompts.stream().mapToInt(p -> p.prompt().most()).toArray();
        List<Sampling> samplings =
                prompts.stream().map(p -> p.prompt().sampling()).toList();
        return new Decoder(network, preprocessor.context(), filler)
                .write(
                        manager,
                        new NDList(),
                        prompts.stream().map(Tokens::ids).toList(),
                        samplings,
                        generation(most),
                        (row, token) -> --left[row] > 0);
    }

    /** The end of a text ends it; other special tokens stand for nothing that could be read. */
    private Generation generation(int most) {
        Vocabulary vocabulary = tokenizer.vocabulary();
        Set<Integer> stops = new HashSet<>();
        Set<Integer> never = new HashSet<>();
        vocabulary.specials().forEach(special -> (ENDS.contains(special) ? stops : never).add(vocabulary.id(special)));
        return new Generation(most, stops, never, true);
    }

    /** Every token is told by those before it, as many as the network reads at once; the windows overlap by half. */
    private GeneratedText score(NDManager manager, Tokens prompt) {
        int[] ids = prompt.ids();
        double nats = filler.isPresent() ? natsOfWindows(manager, ids) : nats(manager, ids);
        String text = prompt.prompt().text();
        return GeneratedText.scored(
                new GeneratedText.Score(nats, ids.length - 1, text.codePointCount(0, text.length())));
    }

    private double nats(NDManager manager, int... ids) {
        int context = preprocessor.context() == 0 ? SCORED_AT_ONCE : preprocessor.context();
        double nats = 0;
        int told = 0;
        while (told < ids.length - 1) {
            int from = told == 0 ? 0 : told - context / 2;
            int to = Math.min(ids.length - 1, from + context);
            try (NDManager arrays = manager.newSubManager()) {
                float[] each = nats(
                                new NDList(array(arrays, Arrays.copyOfRange(ids, from, to))),
                                array(arrays, Arrays.copyOfRange(ids, from + 1, to + 1)))
                        .toFloatArray();
                for (int t = told - from; t < each.length; t++) {
                    nats += each[t];
                }
            }
            told = to;
        }
        return nats;
    }

    /** Of the token after each window alone. */
    private double natsOfWindows(NDManager manager, int... ids) {
        int context = preprocessor.context();
        int[] filled = new int[context - 1 + ids.length];
        Arrays.fill(filled, 0, context - 1, filler.orElseThrow());
        System.arraycopy(ids, 0, filled, context - 1, ids.length);
        double nats = 0;
        for (int i = 0; i < ids.length - 1; i++) {
            try (NDManager arrays = manager.newSubManager()) {
                float[] each = nats(
                                new NDList(array(arrays, Arrays.copyOfRange(filled, i, i + context))),
                                array(arrays, Arrays.copyOfRange(filled, i + 1, i + 1 + context)))
                        .toFloatArray();
                nats += each[context - 1];
            }
        }
        return nats;
    }

    private static NDArray array(NDManager manager, int[] ids) {
        return TokenBatch.padded(List.of(ids), 0).toArray(manager);
    }

    /** How surprised the network is by the token after each, in nats: (B, T), tokens (B, T) -> (B, T). */
    public NDArray nats(NDList inputs, NDArray tokens) {
        return TokenLoss.nats(network.forward(inputs, false).head(), tokens);
    }
}
