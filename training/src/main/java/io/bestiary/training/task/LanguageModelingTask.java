package io.bestiary.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.text.CausalCollator;
import io.bestiary.datasets.text.Vocabulary;
import io.bestiary.inference.decoding.Sampling;
import io.bestiary.inference.pipeline.GeneratedText;
import io.bestiary.inference.pipeline.LanguageModelPipeline;
import io.bestiary.inference.pipeline.TextPrompt;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.zoo.nn.Autoregressive;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Texts, each token told from those before it, by cross entropy. */
final class LanguageModelingTask implements LanguageTask {
    private static final int ANSWERED_AT_ONCE = 256;

    private final LanguageTexts texts;
    private final int workers;

    private LanguageModelingTask(LanguageTexts texts, int workers) {
        this.texts = texts;
        this.workers = workers;
    }

    /** Opens the texts; a network that reads in both directions learns to tell what is hidden in them. */
    static LearningTask open(Recipe recipe, DataFolders folders) {
        int workers = recipe.training().workers();
        if (recipe.architecture().network() instanceof Autoregressive) {
            return new LanguageModelingTask(LanguageTexts.open(recipe, folders, List.of()), workers);
        }
        LanguageTexts texts = LanguageTexts.open(recipe, folders, List.of(Vocabulary.MASK));
        if (texts.answers()) {
            throw new DataException(texts.data().train().name()
                    + ": answers must be written by a network that reads from left to right, got " + recipe.model());
        }
        return new MaskedLanguageTask(texts, recipe.training());
    }

    @Override
    public LanguageTexts texts() {
        return texts;
    }

    @Override
    public Collator collator() {
        return new CausalCollator(texts.text(SplitName.TRAIN), texts.windows());
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(texts.answers() ? List.of(LanguageScore.EXACT) : List.of());
        metrics.addAll(LanguageScore.metrics(!texts.answers()));
        return metrics;
    }

    @Override
    public List<Exhibit> samples(Network network, NDManager manager) {
        return LanguageSamples.of(
                texts, new LanguageModelPipeline(network, texts.tokenizer(), texts.preprocessor()), manager);
    }

    @Override
    public Evaluation evaluate(Network network, NDManager manager, SplitName split) {
        LanguageModelPipeline pipeline = new LanguageModelPipeline(network, texts.tokenizer(), texts.preprocessor());
        LanguageScore score = texts.score(split);
        Collator collator = new CausalCollator(texts.text(split), texts.told(split));
        BatchPlan plan = BatchPlan.inOrder(texts.told(split).size(), texts.rows());
        new Questions(plan, collator, workers).each(manager, (batch, arrays) -> {
            NDList targets = batch.targets(arrays);
            NDArray nats = pipeline.nats(batch.inputs(arrays), targets.get(0));
            score.add(nats.toFloatArray(), targets.get(1).toFloatArray());
        });
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (texts.answers()) {
            metrics.put(LanguageScore.EXACT.name(), exactMatch(pipeline, manager, split));
        }
        metrics.putAll(score.metrics());
        return new Evaluation(Math.toIntExact(score.tokens()), metrics, Map.of());
    }

    /** The share of texts whose answer is written without a mistake. */
    private double exactMatch(LanguageModelPipeline pipeline, NDManager manager, SplitName split) {
        String sign = texts.data().answer().orElseThrow();
        List<String> prompts = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (String text : texts.part(split).texts()) {
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
            List<TextPrompt> asked = prompts.subList(from, to).stream()
                    .map(prompt -> new TextPrompt(prompt, most, Sampling.GREEDY))
                    .toList();
            List<GeneratedText> written = Questions.within(
                    manager,
                    arrays -> pipeline.answer(
                            arrays, asked.stream().map(pipeline::prepare).toList()));
            for (int i = from; i < to; i++) {
                right += written.get(i - from).text().equals(answers.get(i)) ? 1 : 0;
            }
        }
        return (double) right / prompts.size();
    }
}
