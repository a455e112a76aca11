package io.bestiary.inference.djl;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import java.nio.file.Path;
import java.util.Map;

/** What somebody's folder may name, hoping that it is loaded. */
public final class NotOurs implements BlockFactory {
    static final String LOADED = "bestiary.test.not-ours-was-loaded";
    private static final long serialVersionUID = 1;

    static {
        System.setProperty(LOADED, "true");
    }

    @Override
    public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments) {
        throw new IllegalStateException("must not be asked");
    }
}
