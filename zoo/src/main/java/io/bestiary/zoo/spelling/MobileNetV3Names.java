package io.bestiary.zoo.spelling;

import static io.bestiary.zoo.spelling.Rules.number;

import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.cnn.MobileNetV3;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How timm names the parameters of MobileNetV3; its norms add 1e-5 where those of torchvision and ours add 1e-3. */
final class MobileNetV3Names {
    private static final Map<String, String> FIRST = Map.of(
            "0.0", "conv_dw",
            "0.1", "bn1",
            "1.fc1", "se.conv_reduce",
            "1.fc2", "se.conv_expand",
            "1.0", "conv_pw",
            "1.1", "bn2",
            "2.0", "conv_pw",
            "2.1", "bn2");
    private static final Map<String, String> UNIT = Map.of(
            "0.0", "conv_pw",
            "0.1", "bn1",
            "1.0", "conv_dw",
            "1.1", "bn2",
            "2.fc1", "se.conv_reduce",
            "2.fc2", "se.conv_expand",
            "2.0", "conv_pwl",
            "2.1", "bn3",
            "3.0", "conv_pwl",
            "3.1", "bn3");
    /** First units of the stages, the last of which is the convolution after all units. */
    private static final List<Integer> LARGE = List.of(1, 2, 4, 7, 11, 13, 16);

    private static final List<Integer> SMALL = List.of(1, 2, 4, 7, 9, 12);

    private MobileNetV3Names() {}

    static Spelling timm(MobileNetV3 network) {
        List<Integer> firsts = network.layout() == MobileNetV3.Layout.LARGE ? LARGE : SMALL;
        TreeMap<Integer, Integer> stages = new TreeMap<>();
        firsts.forEach(first -> stages.put(first, stages.size()));
        int last = firsts.get(firsts.size() - 1);
        return new Rules()
                .with("features\\.0\\.0", "conv_stem")
                .with("features\\.0\\.1", "bn1")
                .with("features\\." + last + "\\.0", "blocks." + stages.get(last) + ".0.conv")
                .with("features\\." + last + "\\.1", "blocks." + stages.get(last) + ".0.bn1")
                .with("classifier\\.0", "conv_head")
                .with("classifier\\.3", "classifier")
                .with("features\\.1\\.block\\.(\\d\\.\\w+)", match -> "blocks.0.0." + FIRST.get(match.group(1)))
                .with("features\\.(\\d+)\\.block\\.(\\d\\.\\w+)", match -> {
                    Map.Entry<Integer, Integer> stage = stages.floorEntry(number(match, 1));
                    return "blocks." + stage.getValue() + "." + (number(match, 1) - stage.getKey()) + "."
                            + UNIT.get(match.group(2));
                })
                // The first linear layer is a convolution over one place.
                .shaped((ours, shape) -> ours.equals("classifier.0.weight") ? shape.addAll(new Shape(1, 1)) : shape);
    }
}
