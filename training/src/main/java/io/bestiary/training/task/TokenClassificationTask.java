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
import io.bestiary.datasets.labelled.TagCollator;
import io.bestiary.datasets.labelled.TaggedSentence;
import io.bestiary.datasets.labelled.TaggedSentences;
import io.bestiary.datasets.labelled.UnknownWords;
import io.bestiary.datasets.labelled.WordEncoder;
import io.bestiary.datasets.labelled.WordPreparation;
import io.bestiary.datasets.text.TokenBatch;
import io.bestiary.datasets.text.Vocabulary;
import io.bestiary.inference.pipeline.TokenClassificationPipeline;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.recipe.Training;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.TokenLoss;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Words to the tag of each, by cross entropy. */
final class TokenClassificationTask implements LearningTask {
    private static final BatchSize EVALUATION = new BatchSize(128, 4096);
    private static final String CHARACTERS = "characters";

    private final Architecture architecture;
    private final TokenClassificationRecipe recipe;
    private final Training training;
    private final TaggedSentences data;
    private final WordEncoder encoder;
    private final Map<SplitName, Examples> examples = new EnumMap<>(SplitName.class);

    /** A split in numbers. */
    private record Examples(List<WordEncoder.Encoded> sentences, List<int[]> tags) {
        int[] lengths() {
            return tags.stream().mapToInt(row -> row.length).toArray();
        }
    }

    private TokenClassificationTask(Recipe recipe, TokenClassificationRecipe sections, TaggedSentences data) {
        this.recipe = sections;
        this.training = recipe.training();
        this.data = data;
        TokenClassificationRecipe.Preprocess wanted = sections.preprocess();
        boolean characters = Hyperparameters.values(recipe.architecture()).containsKey(CHARACTERS);
        Dataset<TaggedSentence> train = data.splits().train();
        this.encoder = WordEncoder.train(
                IntStream.range(0, train.size())
                        .mapToObj(i -> train.get(i).words())
                        .toList(),
                new WordPreparation(
                        TextClassificationTask.longest(recipe, wanted.longest()), characters, wanted.longestWord()),
                wanted.vocabulary(),
                wanted.least(),
                wanted.letters());
        examples.put(SplitName.TRAIN, examples(train));
        examples.put(SplitName.VALIDATION, examples(data.splits().validation()));
        examples.put(SplitName.TEST, examples(data.splits().test()));
        Map<String, Integer> sizes = new HashMap<>();
        sizes.put("vocabulary", encoder.vocabulary().size());
        sizes.put("classes", data.tags().size());
        if (characters) {
            sizes.put(CHARACTERS, encoder.characterCount());
        }
        this.architecture = Sizes.fit(recipe, sizes);
    }

    /**
     * Opens the data, and sets what they say about the network's sizes where the recipe does not.
     *
     * @throws io.bestiary.training.recipe.RecipeException where the recipe says otherwise than the data
     * @throws DataException where the data are not what they must be
     */
    static TokenClassificationTask open(Recipe recipe, DataFolders folders) {
        TokenClassificationRecipe sections = (TokenClassificationRecipe) recipe.sections();
        return new TokenClassificationTask(recipe, sections, sections.data().open(folders));
    }

    private Examples examples(Dataset<TaggedSentence> split) {
        List<WordEncoder.Encoded> sentences = new ArrayList<>(split.size());
        List<int[]> tags = new ArrayList<>(split.size());
        for (int i = 0; i < split.size(); i++) {
            TaggedSentence sentence = split.get(i);
            try {
                sentences.add(encoder.encode(sentence.words()));
            } catch (DataException e) {
                throw new DataException(sentence.place() + ": " + e.getMessage(), e);
            }
            tags.add(numbers(sentence.tags()));
        }
        return new Examples(sentences, tags);
    }

    private int[] numbers(List<String> tags) {
        return tags.stream().mapToInt(data.tags()::indexOf).toArray();
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public Record sections() {
        TokenClassificationRecipe.Preprocess given = recipe.preprocess();
        return new TokenClassificationRecipe(
                recipe.data(),
                new TokenClassificationRecipe.Preprocess(
                        given.vocabulary(),
                        given.least(),
                        given.letters(),
                        encoder.preparation().longest(),
                        given.longestWord()),
                recipe.batches(),
                recipe.augment(),
                recipe.loss());
    }

    @Override
    public String unit() {
        return "sentences";
    }

    @Override
    public int size(SplitName split) {
        return examples.get(split).tags().size();
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
        int[] counts = UnknownWords.counts(
                train.sentences().stream().map(WordEncoder.Encoded::words).toList(),
                encoder.vocabulary().size());
        int unknown = encoder.vocabulary().id(Vocabulary.UNKNOWN);
        return new TagCollator(
                train.sentences(),
                train.tags(),
                (words, epoch, example) ->
                        recipe.augment().unknown().apply(words, 0, unknown, counts, training.seed(), epoch, example));
    }

    @Override
    public List<Metric> metrics() {
        return TagScore.metrics(data.tags());
    }

    @Override
    public Map<String, Double> step(Step step, Map<String, ? extends Learning> learners) {
        double loss = learners.get("").update(() -> {
            NDArray logits = step.network().forward(step.inputs(), true).head();
            NDList targets = step.targets();
            return TokenLoss.mean(
                    logits, targets.get(0), targets.get(1), recipe.loss().labelSmoothing());
        });
        return Map.of("loss", loss);
    }

    @Override
    public double weight(Batch batch) {
        return TokenBatch.counted(batch);
    }

    @Override
    public Evaluation evaluate(Network network, NDManager manager, SplitName split) {
        TokenClassificationPipeline pipeline = new TokenClassificationPipeline(network, encoder, data.tags());
        TagScore score = new TagScore(data.tags());
        Examples asked = examples.get(split);
        Collator collator = new TagCollator(asked.sentences(), asked.tags(), (words, epoch, example) -> words);
        BatchPlan plan = BatchPlan.ascending(asked.lengths(), EVALUATION);
        new Questions(plan, collator, training.workers()).each(manager, (batch, arrays) -> {
            NDArray logits = pipeline.logits(batch.inputs(arrays));
            int row = Math.toIntExact(logits.size(1) * logits.size(2));
            float[] values = logits.toFloatArray();
            for (int i = 0; i < batch.size(); i++) {
                score.add(asked.tags().get(batch.indices()[i]), values, i * row);
            }
        });
        return score.evaluation();
    }

    /** Always tells the tag that the word has most often in training. */
    @Override
    public Floor floor(SplitName split) {
        FrequentTags frequent = new FrequentTags(data.splits().train());
        TagScore score = new TagScore(data.tags());
        Dataset<TaggedSentence> asked = split.of(data.splits());
        for (int i = 0; i < asked.size(); i++) {
            TaggedSentence sentence = asked.get(i);
            score.add(numbers(sentence.tags()), numbers(frequent.tags(sentence.words())), 0);
        }
        Map<String, Double> metrics = new HashMap<>(score.evaluation().metrics());
        metrics.remove(Metric.LOSS.name());
        return new Floor("most frequent tag of each word", metrics);
    }

    @Override
    public Serving serving() {
        return new Serving(encoder.preparation(), data.tags(), Map.of(), encoder.files());
    }
}
