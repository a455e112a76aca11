package io.bestiary.zoo.checkpoint;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SqueezeNet 1.0 as its authors published it, for Caffe, which reads blue before green before red: the channels of the first
 * filters are turned round, so that the network reads them in our order.
 */
final class CaffeSqueezeNetWeights {
    private static final Pattern LAYER =
            Pattern.compile("(conv1|conv_final|fire(\\d)\\.(conv1x1_1|conv1x1_2|conv3x3_2))\\.([wb])");
    private static final Map<String, String> FILTERS =
            Map.of("conv1x1_1", "squeeze", "conv1x1_2", "expand1x1", "conv3x3_2", "expand3x3");
    /** Where the fires 2 to 9 stand, between which there are poolings. */
    private static final int[] PLACES = {3, 4, 5, 7, 8, 9, 10, 12};

    private CaffeSqueezeNetWeights() {}

    /** The parameter that a tensor becomes; itself if it is none of Caffe. */
    static ForeignTensor of(ForeignTensor tensor) {
        Matcher layer = LAYER.matcher(tensor.name());
        if (!layer.matches()) {
            return tensor;
        }
        String kind = layer.group(4).equals("w") ? ".weight" : ".bias";
        return switch (layer.group(1)) {
            case "conv1" -> renamed(tensor, "features.0" + kind, kind.equals(".weight"));
            case "conv_final" -> renamed(tensor, "classifier.1" + kind, false);
            default -> {
                int fire = Integer.parseInt(layer.group(2));
                yield fire < 2
                        ? tensor
                        : renamed(
                                tensor,
                                "features." + PLACES[fire - 2] + "." + FILTERS.get(layer.group(3)) + kind,
                                false);
            }
        };
    }

    private static ForeignTensor renamed(ForeignTensor tensor, String name, boolean turned) {
        return new ForeignTensor(
                name,
                tensor.shape(),
                tensor.dtype(),
                () -> turned && tensor.shape().dimension() == 4
                        ? turned(
                                tensor.values(),
                                Math.toIntExact(tensor.shape().get(1)),
                                Math.toIntExact(tensor.shape().slice(2).size()))
                        : tensor.values());
    }

    /** Filters (K, C, h, w) with their channels in the other order. */
    private static float[] turned(float[] values, int channels, int area) {
        float[] turned = new float[values.length];
        for (int from = 0; from < values.length; from += area) {
            int channel = from / area % channels;
            int filter = from - channel * area;
            System.arraycopy(values, from, turned, filter + (channels - 1 - channel) * area, area);
        }
        return turned;
    }
}
