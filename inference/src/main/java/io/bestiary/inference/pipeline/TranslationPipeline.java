package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.pairs.PairTokens;
import io.bestiary.datasets.text.Frame;
import io.bestiary.datasets.text.TokenBatch;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.inference.decoding.BeamSearch.Found;
import io.bestiary.inference.decoding.TargetSearch;
import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.InputForm;
import io.bestiary.inference.pipeline.TranslationPipeline.Example;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Autoregressive;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Pass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Any text to text, by an encoder-decoder. */
public final class TranslationPipeline implements Pipeline<TranslationRequest, Example, Translation> {
    private static final int FILLER = 0;

    private final Network network;
    private final Autoregressive model;
    private final PairTokens tokens;

    /**
     * A text as tokens.
     *
     * @param source with its end
     */
    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    public record Example(int[] source, int best, boolean attention) {}

    public TranslationPipeline(Network network, PairTokens tokens) {
        this.network = network;
        this.model = (Autoregressive) network.block();
        this.tokens = tokens;
    }

    @Override
    public InputForm<TranslationRequest> inputForm() {
        Tokenizer tokenizer = tokens.source();
        String last = tokenizer.decode(tokenizer.size() - 1).strip();
        return new SourceForm(last.isEmpty() ? "a" : last);
    }

    @Override
    public AnswerForm<Translation> answerForm() {
        return new TranslationForm();
    }

    /**
     * Cuts the text.
     *
     * @throws DataException if it is blank, too long, or has what the tokenizer does not know, or if what the network looks
     *     at is asked for and it cannot tell
     */
    @Override
    public Example prepare(TranslationRequest request) {
        if (request.attention() && !model.tellsAttention()) {
            throw new DataException(
                    "attention: must be 0, as this network has no one table of what it looks at, got 1");
        }
        return new Example(tokens.readSource(request.text()), request.best(), request.attention());
    }

    @Override
    public int length(Example example) {
        return example.source().length;
    }

    @Override
    public List<Translation> answer(NDManager manager, List<Example> examples) {
        Map<Integer, List<Integer>> byWidth = new TreeMap<>();
        for (int i = 0; i < examples.size(); i++) {
            int width = Math.max(tokens.preprocessor().beam(), examples.get(i).best());
            byWidth.computeIfAbsent(width, w -> new ArrayList<>()).add(i);
        }
        Translation[] answers = new Translation[examples.size()];
        byWidth.forEach((width, places) -> {
            List<Example> alike = places.stream().map(examples::get).toList();
            List<List<Found>> found = search(manager, alike, width);
            for (int i = 0; i < alike.size(); i++) {
                answers[places.get(i)] = translation(manager, alike.get(i), found.get(i));
            }
        });
        return Arrays.asList(answers);
    }

    private List<List<Found>> search(NDManager manager, List<Example> examples, int width) {
        int[] most = examples.stream()
                .mapToInt(example -> tokens.most(example.source().length))
                .toArray();
        return new TargetSearch(width, tokens.preprocessor().lengthPenalty(), tokens.begin(), tokens.end())
                .search(network, manager, source(manager, examples), most);
    }

    private static NDList source(NDManager manager, List<Example> examples) {
        List<int[]> sources = examples.stream().map(Example::source).toList();
        return new NDList(
                TokenBatch.padded(sources, FILLER).toArray(manager),
                TokenBatch.lengths(sources).toArray(manager));
    }

    private Translation translation(NDManager manager, Example example, List<Found> found) {
        List<Translation.Candidate> candidates = found.stream()
                .limit(example.best())
                .map(text -> new Translation.Candidate(tokens.write(text.tokens()), text.score()))
                .toList();
        return new Translation(
                candidates,
                example.attention()
                        ? Optional.of(attention(manager, example, found.get(0).tokens()))
                        : Optional.empty());
    }

    /** Reads the target again, as it was written, to see what each of its tokens came of. */
    private Translation.Attention attention(NDManager manager, Example example, int[] written) {
        int[] target = new Frame(tokens.begin(), List.of()).around(written);
        Pass pass = new Pass(new ParameterStore(manager, false), false);
        NDList memory = model.encode(pass, source(manager, List.of(example)));
        NDArray read =
                HostMemory.array(manager, Arrays.stream(target).asLongStream().toArray(), new Shape(1, target.length));
        float[] weights = model.decode(pass, read, memory, new NDList())
                .attention()
                .orElseThrow()
                .toFloatArray(); // (1, T, S)
        int steps = example.source().length;
        float[][] rows = new float[target.length][];
        Arrays.setAll(rows, row -> Arrays.copyOfRange(weights, row * steps, (row + 1) * steps));
        int[] told = Arrays.copyOfRange(target, 1, target.length + 1);
        told[target.length - 1] = tokens.end();
        return new Translation.Attention(
                PairTokens.shown(tokens.source(), example.source()), PairTokens.shown(tokens.target(), told), rows);
    }
}
