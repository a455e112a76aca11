package io.bestiary.zoo.checkpoint;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Weights of textgenrnn as Keras keeps them: matrices (in, out), and one bias for each recurrent layer. */
final class TextgenRnnWeights {
    private static final Pattern LAYER = Pattern.compile("rnn_(\\d+)_(kernel|recurrent_kernel|bias)");
    private static final Map<String, String> RECURRENT =
            Map.of("kernel", "weight_ih_l0", "recurrent_kernel", "weight_hh_l0", "bias", "bias_ih_l0");
    private static final Map<String, String> OTHERS = Map.of(
            "embeddings", "embedding.weight",
            "attention_W", "attention.weight",
            "output_kernel", "output.weight",
            "output_bias", "output.bias");

    private TextgenRnnWeights() {}

    /** The parameters that a tensor becomes; itself if it is none of Keras. */
    static List<ForeignTensor> of(ForeignTensor tensor) {
        Matcher layer = LAYER.matcher(tensor.name());
        if (!layer.matches()) {
            String name = OTHERS.get(tensor.name());
            return List.of(name == null ? tensor : renamed(tensor, name, !name.startsWith("embedding")));
        }
        String prefix = "rnn_" + layer.group(1) + ".";
        List<ForeignTensor> all = new ArrayList<>();
        all.add(renamed(tensor, prefix + RECURRENT.get(layer.group(2)), true));
        if (layer.group(2).equals("bias")) {
            int size = Math.toIntExact(tensor.shape().size());
            all.add(new ForeignTensor(prefix + "bias_hh_l0", tensor.shape(), "F32", () -> new float[size]));
        }
        return all;
    }

    private static ForeignTensor renamed(ForeignTensor tensor, String name, boolean turned) {
        Shape shape = tensor.shape();
        if (!turned || shape.dimension() != 2) {
            return new ForeignTensor(name, shape, tensor.dtype(), tensor.read());
        }
        return new ForeignTensor(
                name,
                new Shape(shape.get(1), shape.get(0)),
                tensor.dtype(),
                () -> ForeignFit.turn(tensor.values(), shape));
    }
}
