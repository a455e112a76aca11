package io.bestiary.zoo.spelling;

import static io.bestiary.zoo.spelling.Rules.number;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.transformer.Swin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;

/** How the libraries keep Swin. Stages lie between the merges of neighbours, as {@code features} 1, 3, 5 and so on. */
final class SwinNames {
    private static final Map<String, String> HUGGING_FACE = Map.of(
            "norm1", "layernorm_before",
            "norm2", "layernorm_after",
            "attn.relative_position_bias_table", "attention.self.relative_position_bias_table",
            "attn.proj", "attention.output.dense",
            "mlp.0", "intermediate.dense",
            "mlp.3", "output.dense");
    private static final Map<String, String> TIMM = Map.of("mlp.0", "mlp.fc1", "mlp.3", "mlp.fc2");
    private static final String UNIT = "features\\.(\\d+)\\.(\\d+)\\.";

    private SwinNames() {}

    /** Our names, and for each unit where in its table of distances two tokens of a window find their bias. */
    static Spelling torchvision(Swin swin) {
        long[] distances = swin.distances();
        Map<String, Function<NDManager, NDArray>> places = new LinkedHashMap<>();
        for (int stage = 0; stage < swin.depths().size(); stage++) {
            for (int unit = 0; unit < swin.depths().get(stage); unit++) {
                places.put(
                        "features." + (2 * stage + 1) + "." + unit + ".attn.relative_position_index",
                        manager -> HostMemory.array(manager, distances, new Shape(distances.length)));
            }
        }
        return new Rules().beside(places);
    }

    static Spelling timm() {
        return new Rules()
                .with("features\\.0\\.0", "patch_embed.proj")
                .with("features\\.0\\.2", "patch_embed.norm")
                .with("head", "head.fc")
                .with(
                        UNIT + "(mlp\\.[03])",
                        match ->
                                "layers." + stage(match) + ".blocks." + match.group(2) + "." + TIMM.get(match.group(3)))
                .with(
                        UNIT + "(norm[12]|attn)",
                        match -> "layers." + stage(match) + ".blocks." + match.group(2) + "." + match.group(3))
                .with(
                        "features\\.(\\d+)\\.(norm|reduction)",
                        match -> "layers." + stage(match) + ".downsample." + match.group(2));
    }

    /** As its files have them; a merge belongs to the stage before it. */
    static Spelling huggingFace() {
        return new Rules()
                .with("features\\.0\\.0", "swin.embeddings.patch_embeddings.projection")
                .with("features\\.0\\.2", "swin.embeddings.norm")
                .with("norm", "swin.layernorm")
                .with("head", "classifier")
                .apart(UNIT + "attn\\.qkv", match -> {
                    String attention = unit(match) + "attention.self.";
                    return List.of(attention + "query", attention + "key", attention + "value");
                })
                .with(
                        UNIT + "(norm[12]|attn\\.relative_position_bias_table|attn\\.proj|mlp\\.[03])",
                        match -> unit(match) + HUGGING_FACE.get(match.group(3)))
                .with(
                        "features\\.(\\d+)\\.(norm|reduction)",
                        match -> "swin.encoder.layers." + (stage(match) - 1) + ".downsample." + match.group(2));
    }

    private static String unit(MatchResult match) {
        return "swin.encoder.layers." + stage(match) + ".blocks." + match.group(2) + ".";
    }

    /** The merge before a stage counts with it: 1 -> 0, 2 and 3 -> 1. */
    private static int stage(MatchResult match) {
        return number(match, 1) / 2;
    }
}
