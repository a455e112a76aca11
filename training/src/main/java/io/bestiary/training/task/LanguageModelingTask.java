package io.bestiary.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.bestiary.datasets.Batch;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Loader;
import io.bestiary.datasets.text.CausalCollator;
import io.bestiary.datasets.text.TextData;
import io.bestiary.datasets.text.TextData.Kind;
import io.bestiary.datasets.text.TextPreprocessor;
import io.bestiary.datasets.text.TokenWindows;
import io.bestiary.datasets.text.TokenizedText;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.datasets.text.Vocabulary;
import io.bestiary.inference.decoding.Sampling;
import io.bestiary.inference.pipeline.GeneratedText;
import io.bestiary.inference.pipeline.LanguageModelPipeline;
import io.bestiary.inference.pipeline.TextPrompt;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.recipe.Training;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.TokenLoss;
import io.bestiary.zoo.rnn.RecurrentLanguageModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Texts, each token told from those before it, by cross entropy. */
final class LanguageModelingTask implements LearningTask {
    private static final int EVALUATION_TOKENS = 8192;
    private static final int ANSWERED_AT_ONCE = 256;
    /** Tokens through which the state of a recurrent network is carried when it is measured. */
    private static final int CARRIED = 512;

    private final Architecture architecture;
    private final LanguageModelingRecipe recipe;
    private final Training training;
    private final TextData data;
    private final Tokenizer tokenizer;
    private final TextPreprocessor preprocessor;
    private final Map<SplitName, TokenizedText> texts = new EnumMap<>(SplitName.class);
    private final Map<SplitName, TokenWindows> told = new EnumMap<>(SplitName.class);
    private final TokenWindows windows;
    private final int read;

    private LanguageModelingTask(Recipe recipe, LanguageModelingRecipe sections, TextData data) {
        this.recipe = sections;
        this.training = recipe.training();
        this.data = data;
        List<String> specials = data.kind() == Kind.SEPARATE ? List.of(Vocabulary.END) : List.of();
        this.tokenizer = sections.preprocess().tokenizer().fit(data.train().texts(), specials);
        this.architecture = Sizes.fit(recipe, Map.of("vocabulary", tokenizer.size()));
        int context = Sizes.size(architecture, "context");
        boolean unlimited = architecture instanceof RecurrentLanguageModel;
        this.preprocessor = new TextPreprocessor(data.kind(), data.answer().isPresent(), unlimited ? 0 : context);
        int border = preprocessor.border(tokenizer);
        this.read = unlimited ? Math.max(context, CARRIED) : context;
        int overlap = (int) (read * sections.windows().overlap());
        Map<SplitName, TextData.Part> parts = Map.of(
                SplitName.TRAIN, data.train(),
                SplitName.VALIDATION, data.validation(),
                SplitName.TEST, data.test());
        for (SplitName split : SplitName.values()) {
            TokenizedText text = TokenizedText.of(data, parts.get(split), tokenizer, border);
            texts.put(split, text);
            told.put(split, TokenWindows.evaluation(text, read, overlap));
        }
        this.windows = TokenWindows.training(texts.get(SplitName.TRAIN), context, training.seed());
    }

    /**
     * Opens the texts, fits the tokenizer, and sets the size of the vocabulary where the recipe does not.
     *
     * @throws io.bestiary.training.recipe.RecipeException where the recipe says otherwise than the data
     */
    static LearningTask open(Recipe recipe, DataFolders folders) {
        LanguageModelingRecipe sections = (LanguageModelingRecipe) recipe.sections();
        TextData data = sections.data().open(folders);
        if (data.train().isEmpty() || data.test().isEmpty()) {
            throw new DataException(
                    data.train().name() + ": must leave something to learn from and to be tested on, got "
                            + data.train().characters() + " and " + data.test().characters() + " characters");
        }
        return new LanguageModelingTask(recipe, sections, data);
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
        return data.kind() == Kind.RUNNING ? "windows" : "texts";
    }

    @Override
    public int size(SplitName split) {
        return split == SplitName.TRAIN ? windows.size() : told.get(split).size();
    }

    @Override
    public String dataSha256() {
        return data.sha256();
    }

    @Override
    public BatchPlan plan() {
        BatchPlan all = BatchPlan.shuffled(windows.size(), training.batch(), training.seed());
        int examples = recipe.windows().examples();
        return examples == 0 ? all : epoch -> first(all.batches(epoch), examples);
    }

    private static List<int[]> first(List<int[]> batches, int examples) {
        List<int[]> some = new ArrayList<>();
        int left = examples;
        for (int[] batch : batches) {
            if (left > 0) {
                some.add(Arrays.copyOf(batch, Math.min(left, batch.length)));
                left -= batch.length;
            }
        }
        return some;
    }

    @Override
    public Collator collator() {
        return new CausalCollator(texts.get(SplitName.TRAIN), windows);
    }

    private boolean answers() {
        return data.answer().isPresent();
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(answers() ? List.of(LanguageScore.EXACT) : List.of());
        metrics.addAll(LanguageScore.metrics(!answers()));
        return metrics;
    }

    @Override
    public Map<String, Double> step(Step step, Map<String, ? extends Learning> learners) {
        NDList targets = step.targets();
        double loss = learners.get("")
                .update(() -> TokenLoss.mean(
                        step.network().forward(step.inputs(), true).head(), targets.get(0), targets.get(1)));
        return Map.of("loss", loss);
    }

    @Override
    public Evaluation evaluate(Network network, NDManager manager, SplitName split) {
        LanguageModelPipeline pipeline = new LanguageModelPipeline(network, tokenizer, preprocessor);
        LanguageScore score = score(split);
        int rows = Math.max(1, EVALUATION_TOKENS / read);
        Collator collator = new CausalCollator(texts.get(split), told.get(split));
        try (Loader loader = new Loader(BatchPlan.inOrder(told.get(split).size(), rows), collator, training.workers());
                Loader.Batches batches = loader.epoch(0, 0)) {
            while (batches.hasNext()) {
                Batch batch = batches.next();
                try (NDScope scope = new NDScope();
                        NDManager arrays = manager.newSubManager()) {
                    scope.suppressNotUsedWarning();
                    NDList targets = batch.targets(arrays);
                    NDArray nats = pipeline.nats(batch.inputs(arrays), targets.get(0));
                    score.add(nats.toFloatArray(), targets.get(1).toFloatArray());
                }
            }
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (answers()) {
            metrics.put(LanguageScore.EXACT.name(), exactMatch(pipeline, manager, split));
        }
        metrics.putAll(score.metrics());
        return new Evaluation(Math.toIntExact(score.tokens()), metrics, Map.of());
    }

    private LanguageScore score(SplitName split) {
        return new LanguageScore(answers() ? 0 : texts.get(split).characters());
    }

    /** The share of texts whose answer is written without a mistake. */
    private double exactMatch(LanguageModelPipeline pipeline, NDManager manager, SplitName split) {
        String sign = data.answer().orElseThrow();
        List<String> prompts = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (String text : part(split).texts()) {
            int end = text.indexOf(sign) + sign.length();
            prompts.add(text.substring(0, end));
            answers.add(text.substring(end));
        }
        int right = 0;
        for (int from = 0; from < prompts.size(); from += ANSWERED_AT_ONCE) {
            int to = Math.min(prompts.size(), from + ANSWERED_AT_ONCE);
            int most = 2
                    + answers.subList(from, to).stream()
                            .mapToInt(String::length)
                            .max()
                            .orElse(0);
            try (NDScope scope = new NDScope();
                    NDManager arrays = manager.newSubManager()) {
                scope.suppressNotUsedWarning();
                List<GeneratedText> written = pipeline.answer(
                        arrays,
                        prompts.subList(from, to).stream()
                                .map(prompt -> pipeline.prepare(new TextPrompt(prompt, most, Sampling.GREEDY)))
                                .toList());
                for (int i = from; i < to; i++) {
                    right += written.get(i - from).text().equals(answers.get(i)) ? 1 : 0;
                }
            }
        }
        return (double) right / prompts.size();
    }

    private TextData.Part part(SplitName split) {
        return switch (split) {
            case TRAIN -> data.train();
            case VALIDATION -> data.validation();
            case TEST -> data.test();
        };
    }

    @Override
    public Floor floor(SplitName split) {
        return LanguageFloors.measure(
                texts.get(SplitName.TRAIN), texts.get(split), told.get(split), tokenizer, this::score, split);
    }

    @Override
    public Serving serving() {
        return new Serving(preprocessor, List.of(), Map.of(), Map.of(Tokenizer.FILE, tokenizer.toJson()));
    }
}
