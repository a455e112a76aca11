package io.bestiary.zoo.spelling;

import static io.bestiary.zoo.spelling.Rules.number;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.TreeMap;

/** Names of timm, where they are not torchvision's. */
final class TimmNames {
    private static final Map<String, String> EXPANDED = Map.of(
            "0.0",
            "conv_pw",
            "0.1",
            "bn1",
            "1.0",
            "conv_dw",
            "1.1",
            "bn2",
            "2.fc1",
            "se.conv_reduce",
            "2.fc2",
            "se.conv_expand",
            "3.0",
            "conv_pwl",
            "3.1",
            "bn3");
    private static final Map<String, String> PLAIN = Map.of(
            "0.0",
            "conv_dw",
            "0.1",
            "bn1",
            "1.fc1",
            "se.conv_reduce",
            "1.fc2",
            "se.conv_expand",
            "2.0",
            "conv_pw",
            "2.1",
            "bn2");
    private static final Map<String, String> INVERTED =
            Map.of("0.0", "conv_pw", "0.1", "bn1", "1.0", "conv_dw", "1.1", "bn2", "2", "conv_pwl", "3", "bn3");
    private static final Map<String, String> FIRST_INVERTED =
            Map.of("0.0", "conv_dw", "0.1", "bn1", "1", "conv_pw", "2", "bn2");
    private static final Map<String, String> CONVNEXT = Map.of(
            "layer_scale",
            "gamma",
            "block.0",
            "conv_dw",
            "block.2",
            "norm",
            "block.3",
            "mlp.fc1",
            "block.5",
            "mlp.fc2");
    private static final Map<String, String> REGNET = Map.of(
            "proj.0", "downsample.conv",
            "proj.1", "downsample.bn",
            "f.a.0", "conv1.conv",
            "f.a.1", "conv1.bn",
            "f.b.0", "conv2.conv",
            "f.b.1", "conv2.bn",
            "f.se", "se",
            "f.c.0", "conv3.conv",
            "f.c.1", "conv3.bn");
    /** First unit of each stage of MobileNetV2. */
    private static final TreeMap<Integer, Integer> STAGES =
            new TreeMap<>(Map.of(1, 0, 2, 1, 4, 2, 7, 3, 11, 4, 14, 5, 17, 6));

    private TimmNames() {}

    static Spelling efficientNet() {
        return new Rules()
                .with("features\\.0\\.0", "conv_stem")
                .with("features\\.0\\.1", "bn1")
                .with("features\\.8\\.0", "conv_head")
                .with("features\\.8\\.1", "bn2")
                .with("classifier\\.1", "classifier")
                .with(
                        "features\\.1\\.(\\d+)\\.block\\.(\\d\\.\\w+)",
                        match -> "blocks.0." + match.group(1) + "." + PLAIN.get(match.group(2)))
                .with(
                        "features\\.(\\d)\\.(\\d+)\\.block\\.(\\d\\.\\w+)",
                        match -> "blocks." + (number(match, 1) - 1) + "." + match.group(2) + "."
                                + EXPANDED.get(match.group(3)));
    }

    static Spelling mobileNetV2() {
        return new Rules()
                .with("features\\.0\\.0", "conv_stem")
                .with("features\\.0\\.1", "bn1")
                .with("features\\.18\\.0", "conv_head")
                .with("features\\.18\\.1", "bn2")
                .with("classifier\\.1", "classifier")
                .with(
                        "features\\.1\\.conv\\.(0\\.0|0\\.1|1|2)",
                        match -> "blocks.0.0." + FIRST_INVERTED.get(match.group(1)))
                .with("features\\.(\\d+)\\.conv\\.(0\\.0|0\\.1|1\\.0|1\\.1|2|3)", match -> {
                    Map.Entry<Integer, Integer> stage = STAGES.floorEntry(number(match, 1));
                    return "blocks." + stage.getValue() + "." + (number(match, 1) - stage.getKey()) + "."
                            + INVERTED.get(match.group(2));
                });
    }

    static Spelling regNet() {
        return new Rules()
                .with("stem\\.0", "stem.conv")
                .with("stem\\.1", "stem.bn")
                .with("fc", "head.fc")
                .with(
                        "trunk_output\\.block\\d\\.block(\\d)-(\\d+)\\.(proj\\.\\d|f\\.se|f\\.[abc]\\.\\d)",
                        match -> "s" + match.group(1) + ".b" + (number(match, 2) + 1) + "."
                                + REGNET.get(match.group(3)));
    }

    static Spelling convNeXt() {
        return flatScale(new Rules()
                .with("features\\.0", "stem")
                .with("classifier\\.0", "head.norm")
                .with("classifier\\.2", "head.fc")
                .with(
                        "features\\.([1357])\\.(\\d+)\\.(layer_scale|block\\.\\d)",
                        match -> "stages." + number(match, 1) / 2 + ".blocks." + match.group(2) + "."
                                + CONVNEXT.get(match.group(3)))
                .with(
                        "features\\.([246])\\.([01])",
                        match -> "stages." + number(match, 1) / 2 + ".downsample." + match.group(2)));
    }

    /** Names by rules; the scale of a layer has one axis. */
    static Spelling flatScale(Rules rules) {
        return rules.shaped((ours, shape) -> ours.endsWith("layer_scale") ? new Shape(shape.size()) : shape);
    }

    /** The first two linear layers are convolutions over all of the 7 x 7 places, and over one. */
    static Spelling vgg() {
        return new Rules()
                .with("classifier\\.0", "pre_logits.fc1")
                .with("classifier\\.3", "pre_logits.fc2")
                .with("classifier\\.6", "head.fc")
                .shaped((ours, shape) -> switch (ours) {
                    case "classifier.0.weight" -> new Shape(shape.get(0), shape.get(1) / 49, 7, 7);
                    case "classifier.3.weight" -> new Shape(shape.get(0), shape.get(1), 1, 1);
                    default -> shape;
                });
    }
}
