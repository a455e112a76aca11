package io.bestiary.training.optimizer;

import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;

/** An optimizer's hyperparameters, as a recipe gives them. */
public sealed interface OptimizerSpec permits Sgd, Adam, AdamW, RmsProp, Adagrad, Lion, Lamb {

    /** The learning rate before the schedule. */
    double rate();

    /** Makes an optimizer that has made no step; its state lives in the manager and is freed with it. */
    Optimizer create(NDManager manager);

    /** Every optimizer by its name in recipes, with PyTorch's defaults where PyTorch has it. */
    static Map<String, OptimizerSpec> defaults() {
        Map<String, OptimizerSpec> all = new LinkedHashMap<>();
        all.put("sgd", Sgd.DEFAULTS);
        all.put("adam", Adam.DEFAULTS);
        all.put("adamw", AdamW.DEFAULTS);
        all.put("rmsprop", RmsProp.DEFAULTS);
        all.put("adagrad", Adagrad.DEFAULTS);
        all.put("lion", Lion.DEFAULTS);
        all.put("lamb", Lamb.DEFAULTS);
        return all;
    }
}
