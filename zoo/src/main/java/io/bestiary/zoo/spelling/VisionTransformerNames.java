package io.bestiary.zoo.spelling;

import java.util.List;
import java.util.Map;

/** How others than timm, whose names are ours, name the parameters of the Vision Transformer. */
final class VisionTransformerNames {
    private static final Map<String, String> HUGGING_FACE = Map.of(
            "norm1", "layernorm_before",
            "norm2", "layernorm_after",
            "attn.proj", "attention.output.dense",
            "mlp.fc1", "intermediate.dense",
            "mlp.fc2", "output.dense");
    private static final Map<String, String> TORCHVISION = Map.of(
            "norm1", "ln_1",
            "norm2", "ln_2",
            "attn.qkv.weight", "self_attention.in_proj_weight",
            "attn.qkv.bias", "self_attention.in_proj_bias",
            "attn.proj", "self_attention.out_proj",
            "mlp.fc1", "mlp.0",
            "mlp.fc2", "mlp.3");

    private VisionTransformerNames() {}

    static Spelling torchvision() {
        return new Rules()
                .with("cls_token", "class_token")
                .with("pos_embed", "encoder.pos_embedding")
                .with("patch_embed\\.proj", "conv_proj")
                .with("norm", "encoder.ln")
                .with("head", "heads.head")
                .with(
                        "blocks\\.(\\d+)\\.(norm[12]|attn\\.qkv\\.(?:weight|bias)|attn\\.proj|mlp\\.fc[12])",
                        match -> "encoder.layers.encoder_layer_" + match.group(1) + "."
                                + TORCHVISION.get(match.group(2)));
    }

    /** As its files have them; in memory its newer versions call the layers otherwise. */
    static Spelling huggingFace() {
        return new Rules()
                .with("cls_token", "vit.embeddings.cls_token")
                .with("pos_embed", "vit.embeddings.position_embeddings")
                .with("patch_embed\\.proj", "vit.embeddings.patch_embeddings.projection")
                .with("norm", "vit.layernorm")
                .with("head", "classifier")
                .apart("blocks\\.(\\d+)\\.attn\\.qkv", match -> {
                    String attention = "vit.encoder.layer." + match.group(1) + ".attention.attention.";
                    return List.of(attention + "query", attention + "key", attention + "value");
                })
                .with(
                        "blocks\\.(\\d+)\\.(norm[12]|attn\\.proj|mlp\\.fc[12])",
                        match -> "vit.encoder.layer." + match.group(1) + "." + HUGGING_FACE.get(match.group(2)));
    }
}
