package io.bestiary.training.task;

import io.bestiary.datasets.Batch;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.text.TokenBatch;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.TokenLoss;
import java.util.Map;

/** What is common to telling the next token and telling hidden ones: texts in windows, by cross entropy. */
interface LanguageTask extends LearningTask {

    LanguageTexts texts();

    @Override
    default Architecture architecture() {
        return texts().architecture();
    }

    @Override
    default Record sections() {
        return texts().recipe();
    }

    @Override
    default String unit() {
        return texts().unit();
    }

    @Override
    default int size(SplitName split) {
        return texts().size(split);
    }

    @Override
    default String dataSha256() {
        return texts().data().sha256();
    }

    @Override
    default BatchPlan plan() {
        return texts().plan();
    }

    @Override
    default Map<String, Double> step(Step step, Map<String, ? extends Learning> learners) {
        var targets = step.targets();
        double loss = learners.get("")
                .update(() -> TokenLoss.mean(
                        step.network().forward(step.inputs(), true).head(), targets.get(0), targets.get(1), 0));
        return Map.of("loss", loss);
    }

    @Override
    default double weight(Batch batch) {
        return TokenBatch.counted(batch);
    }

    @Override
    default Floor floor(SplitName split) {
        return texts().floor(split);
    }

    @Override
    default Serving serving() {
        return texts().serving();
    }
}
