package io.bestiary.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.Batch;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.BatchSize;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.pairs.EncodedPairs;
import io.bestiary.datasets.pairs.PairCollator;
import io.bestiary.datasets.pairs.PairData;
import io.bestiary.datasets.pairs.PairTokens;
import io.bestiary.datasets.pairs.TextPair;
import io.bestiary.datasets.text.TokenBatch;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.inference.pipeline.Translation;
import io.bestiary.inference.pipeline.TranslationPipeline;
import io.bestiary.inference.pipeline.TranslationRequest;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.recipe.Training;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Autoregressive;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.TokenLoss;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Any text to text: each token of the target from the source and the true tokens before it. */
final class TranslationTask implements LearningTask {
    private static final BatchSize EVALUATION_BATCH = new BatchSize(128, 4096);
    private static final int SHOWN = 8;

    private final Architecture architecture;
    private final TranslationRecipe recipe;
    private final Training training;
    private final PairData data;
    private final PairTokens tokens;
    private final Map<SplitName, EncodedPairs> encoded = new EnumMap<>(SplitName.class);

    private TranslationTask(Recipe recipe, TranslationRecipe sections, PairData data) {
        this.recipe = sections;
        this.training = recipe.training();
        this.data = data;
        this.tokens =
                PairTokens.fit(sections.preprocessor(), sections.preprocess().tokenizer(), list(SplitName.TRAIN));
        this.architecture = Sizes.fit(recipe, sizes(recipe.architecture()));
        for (SplitName split : SplitName.values()) {
            encoded.put(split, EncodedPairs.of(split.of(data.splits()), tokens));
        }
        if (size(SplitName.TRAIN) == 0) {
            throw new DataException("data: must have pairs to learn from, found none");
        }
    }

    /** The sizes by the names that the network has for them. */
    private Map<String, Integer> sizes(Architecture network) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        if (Hyperparameters.values(network).containsKey("vocabulary")) {
            sizes.put("vocabulary", tokens.source().size());
        } else {
            sizes.put("source_vocabulary", tokens.source().size());
            sizes.put("target_vocabulary", tokens.target().size());
        }
        return sizes;
    }

    /**
     * Opens the data, learns the tokenizers, and sets what they say about the network's sizes where the recipe does not.
     *
     * @throws io.bestiary.training.recipe.RecipeException where the recipe says otherwise than the data
     */
    static TranslationTask open(Recipe recipe, DataFolders folders) {
        TranslationRecipe sections = (TranslationRecipe) recipe.sections();
        Map<String, Object> sizes = Hyperparameters.values(recipe.architecture());
        boolean joint =
                sections.preprocess().vocabularies() == io.bestiary.datasets.pairs.PairPreprocessor.Vocabularies.JOINT;
        boolean shared = sizes.containsKey("vocabulary")
                || String.valueOf(sizes.get("tables")).equalsIgnoreCase("shared");
        if (shared && !joint) {
            throw recipe.refuse(
                    "preprocess",
                    "vocabularies",
                    "must be joint, as the network has one table of tokens, got separate");
        }
        if (sizes.get("context") instanceof Integer context
                && context < sections.preprocess().longest() + 1) {
            throw recipe.refuse(
                    "preprocess",
                    "longest",
                    "must be below model.context " + context + ", got "
                            + sections.preprocess().longest());
        }
        return new TranslationTask(recipe, sections, sections.data().open(folders));
    }

    private List<TextPair> list(SplitName split) {
        Dataset<TextPair> pairs = split.of(data.splits());
        return IntStream.range(0, pairs.size()).mapToObj(pairs::get).toList();
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public Record sections() {
        return recipe;
    }

    @Override
    public String unit() {
        return "pairs";
    }

    @Override
    public int size(SplitName split) {
        return encoded.get(split).size();
    }

    @Override
    public String dataSha256() {
        return data.sha256();
    }

    @Override
    public BatchPlan plan() {
        int most = recipe.batches().tokens();
        BatchSize size = most > 0 ? new BatchSize(0, most) : new BatchSize(training.batch(), 0);
        return BatchPlan.byLength(encoded.get(SplitName.TRAIN).lengths(), size, training.seed());
    }

    @Override
    public Collator collator() {
        return new PairCollator(encoded.get(SplitName.TRAIN));
    }

    @Override
    public double weight(Batch batch) {
        return TokenBatch.counted(batch);
    }

    @Override
    public List<Metric> metrics() {
        return TranslationScore.METRICS;
    }

    @Override
    public Map<String, Double> step(Step step, Map<String, ? extends Learning> learners) {
        double loss = learners.get("").update(() -> {
            NDArray logits = step.network().forward(step.inputs(), true).head(); // (B, T, V)
            NDList targets = step.targets();
            return TokenLoss.mean(
                    logits, targets.get(0), targets.get(1), recipe.loss().labelSmoothing());
        });
        return Map.of("loss", loss);
    }

    @Override
    public Evaluation evaluate(Network network, NDManager manager, SplitName split) {
        TranslationScore score = score();
        List<String> texts = translations(network, manager, list(split));
        for (int i = 0; i < texts.size(); i++) {
            score.add(texts.get(i), reference(split.of(data.splits()).get(i)));
        }
        return score.evaluation(loss(network, manager, split));
    }

    /** The mean over the tokens of the targets, each told from the true ones before it; without smoothing. */
    private double loss(Network network, NDManager manager, SplitName split) {
        EncodedPairs pairs = encoded.get(split);
        BatchPlan plan = BatchPlan.ascending(pairs.lengths(), EVALUATION_BATCH);
        double[] sums = new double[2];
        new Questions(plan, new PairCollator(pairs), training.workers()).each(manager, (batch, arrays) -> {
            NDArray logits = network.forward(batch.inputs(arrays), false).head();
            NDList targets = batch.targets(arrays);
            NDArray mean = TokenLoss.mean(logits, targets.get(0), targets.get(1), 0);
            sums[0] += weight(batch) * mean.getFloat();
            sums[1] += weight(batch);
        });
        return sums[0] / sums[1];
    }

    /** What the pipeline makes of the sources, in their order. */
    private List<String> translations(Network network, NDManager manager, List<TextPair> pairs) {
        TranslationPipeline pipeline = new TranslationPipeline(network, tokens);
        List<TranslationPipeline.Example> examples = pairs.stream()
                .map(pair -> pipeline.prepare(TranslationRequest.of(pair.source())))
                .toList();
        int[] lengths = examples.stream().mapToInt(pipeline::length).toArray();
        String[] texts = new String[lengths.length];
        for (int[] batch : BatchPlan.ascending(lengths, EVALUATION_BATCH).batches(0)) {
            List<TranslationPipeline.Example> some =
                    IntStream.of(batch).mapToObj(examples::get).toList();
            List<Translation> answers = Questions.within(manager, arrays -> pipeline.answer(arrays, some));
            for (int i = 0; i < batch.length; i++) {
                texts[batch[i]] = answers.get(i).text();
            }
        }
        return List.of(texts);
    }

    private TranslationScore score() {
        return new TranslationScore(
                switch (recipe.preprocess().letters()) {
                    case AS_WRITTEN -> io.bestiary.training.metric.Letters.MIXED;
                    case LOWER_CASE -> io.bestiary.training.metric.Letters.LC;
                });
    }

    /** The text that should be written, with the letters that can be. */
    private String reference(TextPair pair) {
        return recipe.preprocess().letters().apply(pair.target().strip());
    }

    /** The source again; and the target that is most frequent in training, of equals the first. */
    @Override
    public Floor floor(SplitName split) {
        Map<String, Integer> counts = new HashMap<>();
        String frequent = "";
        for (TextPair pair : list(SplitName.TRAIN)) {
            counts.merge(reference(pair), 1, Integer::sum);
        }
        for (TextPair pair : list(SplitName.TRAIN)) {
            String target = reference(pair);
            frequent = counts.get(target) > counts.getOrDefault(frequent, 0) ? target : frequent;
        }
        TranslationScore copied = score();
        TranslationScore same = score();
        for (TextPair pair : list(split)) {
            copied.add(recipe.preprocess().letters().apply(pair.source()), reference(pair));
            same.add(frequent, reference(pair));
        }
        return new Floor(
                "copy of the source", copied.metrics(), List.of(new Floor("most frequent target", same.metrics())));
    }

    @Override
    public List<Exhibit> samples(Network network, NDManager manager) {
        SplitName split = size(SplitName.VALIDATION) > 0 ? SplitName.VALIDATION : SplitName.TRAIN;
        return List.of(translated("translations", network, manager, split));
    }

    /** Some translations, and what the network looked at while it wrote the first, where it can tell. */
    @Override
    public List<Exhibit> exhibits(Network network, NDManager manager, SplitName split) {
        List<Exhibit> exhibits = new ArrayList<>();
        exhibits.add(translated("translations of " + split, network, manager, split));
        if (((Autoregressive) network.block()).tellsAttention()) {
            TranslationPipeline pipeline = new TranslationPipeline(network, tokens);
            TranslationPipeline.Example example = pipeline.prepare(
                    new TranslationRequest(split.of(data.splits()).get(0).source(), 1, true));
            Translation told = Questions.within(
                    manager, arrays -> pipeline.answer(arrays, List.of(example)).get(0));
            exhibits.add(matrix(told.attention().orElseThrow()));
        }
        return exhibits;
    }

    private Exhibit translated(String title, Network network, NDManager manager, SplitName split) {
        List<TextPair> pairs = list(split).subList(0, Math.min(SHOWN, size(split)));
        List<String> texts = translations(network, manager, pairs);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            rows.add(List.of(pairs.get(i).source(), texts.get(i), pairs.get(i).target()));
        }
        return new Exhibit.Texts(title, List.of("source", "translation", "reference"), rows);
    }

    private static Exhibit matrix(Translation.Attention attention) {
        List<List<Double>> rows = new ArrayList<>();
        for (float[] weights : attention.weights()) {
            List<Double> row = new ArrayList<>();
            for (float weight : weights) {
                row.add((double) weight);
            }
            rows.add(row);
        }
        return new Exhibit.Matrix("attention", "written", "read", attention.target(), attention.source(), rows);
    }

    @Override
    public Serving serving() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(Tokenizer.FILE, tokens.source().toJson());
        if (tokens.target() != tokens.source()) {
            files.put(PairTokens.TARGET_FILE, tokens.target().toJson());
        }
        return new Serving(tokens.preprocessor(), List.of(), Map.of(), files);
    }
}
