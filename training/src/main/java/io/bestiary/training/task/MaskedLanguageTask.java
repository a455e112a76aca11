package io.bestiary.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.text.MaskedCollator;
import io.bestiary.datasets.text.Masking;
import io.bestiary.datasets.text.Vocabulary;
import io.bestiary.inference.pipeline.MaskedLanguagePipeline;
import io.bestiary.training.recipe.Training;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.TokenLoss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts, hidden tokens told from those around. It is measured on every token: each window is read several times, every n-th
 * token hidden by the mask.
 */
final class MaskedLanguageTask implements LanguageTask {
    private final LanguageTexts texts;
    private final Training training;
    private final Masking masking;
    private final int turns;

    MaskedLanguageTask(LanguageTexts texts, Training training) {
        this.texts = texts;
        this.training = training;
        Vocabulary vocabulary = texts.tokenizer().vocabulary();
        double share = texts.recipe().masks().share();
        this.masking = new Masking(
                share,
                vocabulary.id(Vocabulary.MASK),
                vocabulary.size(),
                vocabulary.specials().size(),
                training.seed());
        this.turns = (int) Math.ceil(1 / share);
    }

    @Override
    public LanguageTexts texts() {
        return texts;
    }

    @Override
    public Collator collator() {
        return new MaskedCollator(texts.text(SplitName.TRAIN), texts.windows(), masking, 0);
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(LanguageScore.metrics(true));
        metrics.add(LanguageScore.ACCURACY);
        return metrics;
    }

    @Override
    public Evaluation evaluate(Network network, NDManager manager, SplitName split) {
        MaskedLanguagePipeline pipeline = new MaskedLanguagePipeline(network, texts.tokenizer(), texts.preprocessor());
        LanguageScore score = texts.score(split);
        MaskedCollator collator = new MaskedCollator(texts.text(split), texts.told(split), masking, turns);
        BatchPlan plan = BatchPlan.inOrder(collator.size(), texts.rows());
        double[] right = new double[1];
        new Questions(plan, collator, training.workers()).each(manager, (batch, arrays) -> {
            NDList targets = batch.targets(arrays);
            NDArray logits = pipeline.logits(batch.inputs(arrays));
            score.add(
                    TokenLoss.nats(logits, targets.get(0)).toFloatArray(),
                    targets.get(1).toFloatArray());
            right[0] += logits.argMax(2)
                    .toType(DataType.INT64, false)
                    .eq(targets.get(0))
                    .toType(DataType.FLOAT32, false)
                    .mul(targets.get(1))
                    .sum()
                    .getFloat();
        });
        Map<String, Double> metrics = new LinkedHashMap<>(score.metrics());
        metrics.put(LanguageScore.ACCURACY.name(), right[0] / score.tokens());
        return new Evaluation(Math.toIntExact(score.tokens()), metrics, Map.of());
    }
}
