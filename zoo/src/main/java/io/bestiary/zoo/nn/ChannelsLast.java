package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.engine.Fused;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.engine.OneDnn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets the channels of a pixel lie side by side in a network that only answers, on PyTorch and a processor: its convolutions then
 * need not put pictures into blocks of channels and take them out again. What a convolution puts out lies so, and what other
 * layers make of that, too; shapes stay (B, C, H, W).
 */
final class ChannelsLast {

    private ChannelsLast() {}

    /** A convolution that computes so: x (B, C, H, W) and bias (filters), or null -> (B, filters, H', W'). */
    interface Way {
        NDArray convolve(Pass pass, NDArray x, NDArray bias);
    }

    /**
     * Lays all convolutions of a network so, if each is fit for it, since one that is not would be computed so by what it reads,
     * and if there are channels enough for it to pay.
     */
    static void lay(Block network) {
        List<Block> blocks = new ArrayList<>();
        collect(network, blocks);
        List<Conv2d> convolutions = blocks.stream()
                .filter(Conv2d.class::isInstance)
                .map(Conv2d.class::cast)
                .distinct()
                .toList();
        if (convolutions.stream().anyMatch(Conv2d::hasManyChannels)
                && blocks.stream().noneMatch(ChannelsLast::convolvesOtherwise)
                && convolutions.stream().allMatch(Conv2d::fitsChannelsLast)) {
            convolutions.forEach(Conv2d::layChannelsLast);
        }
    }

    private static void collect(Block block, List<Block> blocks) {
        blocks.add(block);
        List<Block> children = block instanceof Sequence sequence
                ? sequence.computed()
                : block.getChildren().values();
        children.forEach(child -> collect(child, blocks));
    }

    private static boolean convolvesOtherwise(Block block) {
        return block instanceof ConvTranspose || block instanceof SpectralNorm;
    }

    /**
     * How a convolution is computed so; empty where it stays as it was.
     *
     * @param filters (F, C, rows, columns), which is packed, so that its values cannot be read any more
     */
    static Optional<Way> of(NDArray filters, Window window) {
        if (!OneDnn.errs(filters)) {
            return Optional.of(packed(filters, window));
        }
        if (window.kernel() == 1) {
            return Optional.of(points(filters, window.stride()));
        }
        boolean liesBothWays = filters.size(1) == 1;
        return liesBothWays ? Optional.empty() : Optional.of(packed(filters, window));
    }

    private static Way packed(NDArray filters, Window window) {
        NDArray sizes =
                HostMemory.array(filters.getManager(), new long[] {window.stride(), window.padding()}, new Shape(2));
        filters.intern(Fused.packedFilters(filters, sizes));
        return (pass, x, bias) -> Fused.convolution(x, filters, bias, sizes);
    }

    /** Windows of one pixel as a product of matrices. */
    private static Way points(NDArray filters, int stride) {
        long units = filters.size(0);
        NDArray matrix = filters.reshape(units, -1);
        boolean packed = OneDnn.packsMatrix(matrix);
        if (packed) {
            filters.intern(Fused.packedMatrix(matrix));
            matrix.close();
        }
        return (pass, x, bias) -> {
            NDArray seen = stride == 1 ? x : x.get(":, :, ::" + stride + ", ::" + stride);
            Shape s = seen.getShape();
            NDArray rows = seen.transpose(0, 2, 3, 1).reshape(-1, s.get(1));
            return (packed ? Fused.linear(rows, filters, bias) : Linear.of(pass, rows, matrix, bias))
                    .reshape(s.get(0), s.get(2), s.get(3), units)
                    .transpose(0, 3, 1, 2);
        };
    }
}
