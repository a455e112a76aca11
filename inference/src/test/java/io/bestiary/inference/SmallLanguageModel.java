package io.bestiary.inference;

import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.text.CharacterTokenizer;
import io.bestiary.datasets.text.TextData.Kind;
import io.bestiary.datasets.text.TextPreprocessor;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.inference.djl.PipelineBlockFactory;
import io.bestiary.inference.pipeline.Pipelines;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointCard;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.transformer.Gpt2;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A checkpoint of a language model with its first values: what it writes means nothing, and must be the same everywhere. */
public final class SmallLanguageModel {
    /** Most tokens that it reads at once. */
    public static final int CONTEXT = 16;

    private SmallLanguageModel() {}

    public static Path write(Path folder, String engine) {
        Tokenizer tokenizer = CharacterTokenizer.train(List.of("\n abcdefghijklmnopqrstuvwxyz"), List.of());
        Gpt2 architecture = new Gpt2(tokenizer.size(), CONTEXT, 16, 2, 2, Gpt2.Biases.NONE, Gpt2.Gelu.EXACT, 0);
        CheckpointCard card = new CheckpointCard(
                CheckpointCard.FORMAT,
                "gpt_mini",
                Hyperparameters.values(architecture),
                Task.LANGUAGE_MODELING.toString(),
                Pipelines.toJson(new TextPreprocessor(Kind.RUNNING, false, CONTEXT)),
                Map.of(),
                Map.of());
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(architecture, manager, 7)) {
            Checkpoint.write(
                    folder,
                    card,
                    network,
                    List.of(),
                    PipelineBlockFactory.servingProperties(),
                    Map.of(Tokenizer.FILE, tokenizer.toJson()),
                    null);
        }
        return folder;
    }
}
