package io.bestiary.zoo.spelling;

import static io.bestiary.zoo.spelling.Rules.number;

import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.encoderdecoder.Bart;
import io.bestiary.zoo.engine.HostMemory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What differs in Hugging Face's transformers: other names, transposed matrices, and what is saved twice. */
final class HuggingFaceNames {
    /** Where the second names stand for the table of tokens, or the bias of the output. */
    private static final Map<String, List<String>> TIED = Map.of(
            "transformer.wte.weight", List.of("lm_head.weight"),
            "model.embed_tokens.weight", List.of("lm_head.weight"),
            "bert.embeddings.word_embeddings.weight", List.of("cls.predictions.decoder.weight"),
            "cls.predictions.bias", List.of("cls.predictions.decoder.bias"),
            "distilbert.embeddings.word_embeddings.weight", List.of("vocab_projector.weight"),
            "roberta.embeddings.word_embeddings.weight", List.of("lm_head.decoder.weight"),
            "lm_head.bias", List.of("lm_head.decoder.bias"),
            "shared.weight", List.of("encoder.embed_tokens.weight", "decoder.embed_tokens.weight", "lm_head.weight"),
            "model.shared.weight",
                    List.of(
                            "model.encoder.embed_tokens.weight",
                            "model.decoder.embed_tokens.weight",
                            "lm_head.weight"));

    private static final Pattern TURNED =
            Pattern.compile("transformer\\.h\\.\\d+\\.(attn\\.c_attn|attn\\.c_proj|mlp\\.c_fc|mlp\\.c_proj)\\.weight");

    private static final Map<String, String> CONVNEXT = Map.of(
            "layer_scale", "layer_scale_parameter",
            "block.0", "dwconv",
            "block.2", "layernorm",
            "block.3", "pwconv1",
            "block.5", "pwconv2");

    private HuggingFaceNames() {}

    /** Our names, with the tied parameters again; matrices of GPT-2 lie transposed. */
    static Rules text() {
        return new Rules().turned(ours -> TURNED.matcher(ours).matches()).copied(HuggingFaceNames::copies);
    }

    /** Beside the parameters, what is added to the logits, which is 0. */
    static Spelling bart(Bart bart) {
        float[] zeros = new float[bart.vocabulary()];
        return text().beside(Map.of(
                "final_logits_bias", manager -> HostMemory.array(manager, zeros, new Shape(1, zeros.length))));
    }

    private static Map<String, String> copies(Set<String> ours) {
        Map<String, String> copies = new LinkedHashMap<>();
        for (String name : ours) {
            for (String second : TIED.getOrDefault(name, List.of())) {
                if (!ours.contains(second) && headIsThere(second, ours)) {
                    copies.put(second, name);
                }
            }
        }
        return copies;
    }

    /** A head of masked language is named only where there is one. */
    private static boolean headIsThere(String second, Set<String> ours) {
        String head = second.startsWith("cls.") ? "cls." : second.startsWith("vocab_") ? "vocab_" : "";
        boolean roberta = second.startsWith("lm_head.decoder");
        return roberta ? ours.contains("lm_head.bias") : ours.stream().anyMatch(name -> name.startsWith(head));
    }

    static Spelling convNeXt() {
        return TimmNames.flatScale(new Rules()
                .with("features\\.0\\.0", "convnext.embeddings.patch_embeddings")
                .with("features\\.0\\.1", "convnext.embeddings.layernorm")
                .with("classifier\\.0", "convnext.layernorm")
                .with("classifier\\.2", "classifier")
                .with(
                        "features\\.([1357])\\.(\\d+)\\.(layer_scale|block\\.\\d)",
                        match -> "convnext.encoder.stages." + number(match, 1) / 2 + ".layers." + match.group(2) + "."
                                + CONVNEXT.get(match.group(3)))
                .with(
                        "features\\.([246])\\.([01])",
                        match -> "convnext.encoder.stages." + number(match, 1) / 2 + ".downsampling_layer."
                                + match.group(2)));
    }

    static Spelling resNet() {
        return new Rules()
                .with("conv1", "resnet.embedder.embedder.convolution")
                .with("bn1", "resnet.embedder.embedder.normalization")
                .with("fc", "classifier.1")
                .with(
                        "layer(\\d)\\.(\\d+)\\.downsample\\.([01])",
                        match -> unit(match.group(1), match.group(2)) + "shortcut."
                                + (match.group(3).equals("0") ? "convolution" : "normalization"))
                .with(
                        "layer(\\d)\\.(\\d+)\\.(conv|bn)(\\d)",
                        match -> unit(match.group(1), match.group(2)) + "layer." + (number(match, 4) - 1) + "."
                                + (match.group(3).equals("conv") ? "convolution" : "normalization"));
    }

    private static String unit(String stage, String unit) {
        return "resnet.encoder.stages." + (Integer.parseInt(stage) - 1) + ".layers." + unit + ".";
    }
}
