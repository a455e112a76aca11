package io.bestiary.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.BatchSize;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.labelled.LabelledText;
import io.bestiary.datasets.labelled.LabelledTexts;
import io.bestiary.datasets.labelled.TextCollator;
import io.bestiary.datasets.labelled.TextPreparation;
import io.bestiary.datasets.labelled.UnknownWords;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.datasets.text.Vocabulary;
import io.bestiary.inference.pipeline.TextClassificationPipeline;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.recipe.Training;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Texts to one of several classes, by cross entropy. */
final class TextClassificationTask implements LearningTask {
    /** Mistakes to look at. */
    private static final int WORST = 24;

    private static final BatchSize EVALUATION = new BatchSize(256, 16_384);
    private static final int LONGEST = 512;
    private static final List<Metric> METRICS =
            List.of(ClassificationScore.ACCURACY, ClassificationScore.MACRO_F1, Metric.LOSS);

    private final Architecture architecture;
    private final TextClassificationRecipe recipe;
    private final Training training;
    private final LabelledTexts data;
    private final Tokenizer tokenizer;
    private final TextPreparation preparation;
    private final Map<SplitName, Examples> examples = new EnumMap<>(SplitName.class);

    /** A split in numbers. */
    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    private record Examples(List<String> texts, List<int[]> tokens, int[] classes) {
        int[] lengths() {
            return tokens.stream().mapToInt(text -> text.length).toArray();
        }
    }

    private TextClassificationTask(Recipe recipe, TextClassificationRecipe sections, LabelledTexts data) {
        this.recipe = sections;
        this.training = recipe.training();
        this.data = data;
        this.preparation =
                new TextPreparation(longest(recipe, sections.preprocess().longest()));
        List<String> texts = texts(data.splits().train());
        this.tokenizer = sections.preprocess().tokenizer().fit(texts, TextPreparation.SPECIALS);
        examples.put(SplitName.TRAIN, examples(data.splits().train()));
        examples.put(SplitName.VALIDATION, examples(data.splits().validation()));
        examples.put(SplitName.TEST, examples(data.splits().test()));
        this.architecture = Sizes.fit(
                recipe,
                Map.of("vocabulary", tokenizer.size(), "classes", data.classes().size()));
    }

    /**
     * Opens the data, and sets what they say about the network's sizes where the recipe does not.
     *
     * @throws io.bestiary.training.recipe.RecipeException where the recipe says otherwise than the data
     * @throws DataException where the data are not what they must be
     */
    static TextClassificationTask open(Recipe recipe, DataFolders folders) {
        TextClassificationRecipe sections = (TextClassificationRecipe) recipe.sections();
        return new TextClassificationTask(recipe, sections, sections.data().open(folders));
    }

    /** Most tokens of a text: as the recipe says, but no more than a network with a table of places has places. */
    static int longest(Recipe recipe, int wanted) {
        Object context = Hyperparameters.values(recipe.architecture()).getOrDefault("context", Integer.MAX_VALUE);
        int most = (Integer) context;
        if (wanted > most) {
            throw recipe.refuse(
                    "preprocess", "longest", "must be at most model.context, which is " + most + ", got " + wanted);
        }
        return wanted > 0 ? wanted : Math.min(most, LONGEST);
    }

    private static List<String> texts(Dataset<LabelledText> split) {
        return IntStream.range(0, split.size())
                .mapToObj(i -> split.get(i).text())
                .toList();
    }

    private Examples examples(Dataset<LabelledText> split) {
        List<int[]> tokens = new ArrayList<>(split.size());
        int[] classes = new int[split.size()];
        for (int i = 0; i < classes.length; i++) {
            LabelledText text = split.get(i);
            try {
                tokens.add(preparation.tokens(tokenizer, text.text()));
            } catch (DataException e) {
                throw new DataException(text.place() + ": " + e.getMessage(), e);
            }
            classes[i] = data.classes().indexOf(text.label());
        }
        return new Examples(texts(split), tokens, classes);
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public Record sections() {
        return new TextClassificationRecipe(
                recipe.data(),
                new TextClassificationRecipe.Preprocess(recipe.preprocess().tokenizer(), preparation.longest()),
                recipe.batches(),
                recipe.augment(),
                recipe.loss());
    }

    @Override
    public String unit() {
        return "texts";
    }

    @Override
    public int size(SplitName split) {
        return examples.get(split).classes().length;
    }

    @Override
    public String dataSha256() {
        return data.sha256();
    }

    @Override
    public BatchPlan plan() {
        return recipe.batches().plan(examples.get(SplitName.TRAIN).lengths(), training);
    }

    @Override
    public Collator collator() {
        Examples train = examples.get(SplitName.TRAIN);
        int[] counts = UnknownWords.counts(train.tokens(), tokenizer.size());
        int unknown = tokenizer.vocabulary().id(Vocabulary.UNKNOWN);
        return new TextCollator(
                train.tokens(),
                train.classes(),
                (tokens, epoch, example) ->
                        recipe.augment().unknown().apply(tokens, 1, unknown, counts, training.seed(), epoch, example));
    }

    @Override
    public List<Metric> metrics() {
        return METRICS;
    }

    @Override
    public Map<String, Double> step(Step step, Map<String, ? extends Learning> learners) {
        double loss = learners.get("").update(() -> {
            NDArray logits = step.network().forward(step.inputs(), true).head();
            return Losses.crossEntropy(
                    logits, step.targets().head(), recipe.loss().labelSmoothing());
        });
        return Map.of("loss", loss);
    }

    private void ask(Network network, NDManager manager, SplitName split, Answers answers) {
        TextClassificationPipeline pipeline =
                new TextClassificationPipeline(network, tokenizer, preparation, data.classes());
        Examples asked = examples.get(split);
        Collator collator = new TextCollator(asked.tokens(), asked.classes(), (tokens, epoch, example) -> tokens);
        new Questions(BatchPlan.ascending(asked.lengths(), EVALUATION), collator, training.workers())
                .classes(manager, pipeline::logits, answers);
    }

    @Override
    public Evaluation evaluate(Network network, NDManager manager, SplitName split) {
        ClassificationScore score = new ClassificationScore(data.classes().size());
        ask(network, manager, split, (logits, truth, indices) -> score.add(logits, truth));
        return score.evaluation();
    }

    @Override
    public List<Exhibit> exhibits(Network network, NDManager manager, SplitName split) {
        ClassificationMistakes mistakes = new ClassificationMistakes(data.classes());
        ask(network, manager, split, mistakes::add);
        List<String> texts = examples.get(split).texts();
        return List.of(
                mistakes.confusion(),
                new Exhibit.Texts(
                        "Worst mistakes",
                        List.of("mistake", "text"),
                        mistakes.worst(WORST).stream()
                                .map(mistake -> List.of(mistakes.caption(mistake), texts.get(mistake.index())))
                                .toList()));
    }

    /** Naive Bayes on words, and beside it the class that is most frequent in training. */
    @Override
    public Floor floor(SplitName split) {
        Examples train = examples.get(SplitName.TRAIN);
        NaiveBayes bayes =
                NaiveBayes.fit(train.texts(), train.classes(), data.classes().size());
        ClassificationScore byWords = new ClassificationScore(data.classes().size());
        ClassificationScore byMajority = new ClassificationScore(data.classes().size());
        float[] majority = new float[data.classes().size()];
        for (int label : train.classes()) {
            majority[label]++;
        }
        Examples asked = examples.get(split);
        for (int i = 0; i < asked.classes().length; i++) {
            long[] truth = {asked.classes()[i]};
            byWords.add(bayes.logits(asked.texts().get(i)), truth);
            byMajority.add(majority, truth);
        }
        return new Floor("naive Bayes", metrics(byWords), List.of(new Floor("majority class", metrics(byMajority))));
    }

    private static Map<String, Double> metrics(ClassificationScore score) {
        Map<String, Double> metrics = new HashMap<>(score.evaluation().metrics());
        metrics.keySet().retainAll(List.of(ClassificationScore.ACCURACY.name(), ClassificationScore.MACRO_F1.name()));
        return metrics;
    }

    @Override
    public Serving serving() {
        return new Serving(preparation, data.classes(), Map.of(), Map.of(Tokenizer.FILE, tokenizer.toJson()));
    }
}
