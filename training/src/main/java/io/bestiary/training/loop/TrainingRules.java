package io.bestiary.training.loop;

import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.recipe.Training;
import io.bestiary.training.task.LearningTask;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.nn.Outline;
import io.bestiary.zoo.surgery.SurgeryException;
import java.util.Set;

/** What a recipe's training must fulfil that only shows when the task is there. */
public final class TrainingRules {

    private TrainingRules() {}

    /**
     * Refuses a training that cannot be done as it says.
     *
     * @throws io.bestiary.training.recipe.RecipeException naming the line
     */
    public static void check(Recipe recipe, LearningTask task) {
        Training training = recipe.training();
        if (training.microBatch() > 0 && task.parts().size() > 1) {
            throw recipe.refuse(
                    "training",
                    "micro_batch",
                    "must be 0 where several parts learn in turn, " + String.join(", ", task.parts())
                            + ": each would have to wait for the other's whole batch; got " + training.microBatch());
        }
        try {
            FirstWeights.check(training, task);
        } catch (SurgeryException | CheckpointException e) {
            throw recipe.refuse("training", "start", e.getMessage());
        }
        if (!training.rates().isEmpty()) {
            Set<String> names = Outline.of(task.architecture()).trainable();
            for (String beginning : training.rates().keySet()) {
                if (names.stream().noneMatch(name -> RateFactors.begins(name, beginning))) {
                    throw recipe.refuse(
                            "training",
                            "rates",
                            "must be the beginnings of parameters' names, got " + beginning + " (there are "
                                    + String.join(", ", names.stream().sorted().toList()) + ")");
                }
            }
        }
    }
}
