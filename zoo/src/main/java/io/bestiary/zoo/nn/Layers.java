package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import io.bestiary.zoo.engine.HostMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The vocabulary in which networks are written. Pictures are (B, C, H, W), sequences (B, T, C). */
public final class Layers {

    private Layers() {}

    /** Names a block in its parent. */
    public static Part part(String name, Block block) {
        return new Part(name, block);
    }

    /** Blocks one after another, each under its own name. */
    public static Block sequence(Part... parts) {
        return new Sequence(List.of(parts));
    }

    /** Blocks one after another, named 0, 1, 2, ... */
    public static Block sequence(Block... blocks) {
        return sequence(List.of(blocks));
    }

    /** Blocks one after another, named 0, 1, 2, ... */
    public static Block sequence(List<Block> blocks) {
        return new Sequence(IntStream.range(0, blocks.size())
                .mapToObj(i -> part(Integer.toString(i), blocks.get(i)))
                .toList());
    }

    /** The given number of blocks one after another, named 0, 1, 2, ... */
    public static Block repeat(int count, java.util.function.IntFunction<Block> block) {
        List<Block> blocks = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> blocks.add(block.apply(i)));
        return sequence(blocks);
    }

    /** x -> x. */
    public static Block identity() {
        return elementwise("identity", x -> x);
    }

    /** Square convolution with bias: (B, C, H, W) -> (B, filters, H', W'). */
    public static Block conv(int filters, int kernel, int stride, int padding) {
        return convolution(filters, kernel, stride, padding, 1, true);
    }

    /** With bias, each group of channels seen by filters of its own: (B, C, H, W) -> (B, filters, H', W'). */
    public static Block conv(int filters, int kernel, int stride, int padding, int groups) {
        return convolution(filters, kernel, stride, padding, groups, true);
    }

    /** Square convolution without bias, as before a normalization, started as He et al. (2015) advise. */
    public static Block convNoBias(int filters, int kernel, int stride, int padding) {
        return convNoBias(filters, kernel, stride, padding, 1);
    }

    /** Square transposed convolution with bias: (B, C, H, W) -> (B, filters, H', W'). */
    public static Block convTranspose(int filters, int kernel, int stride, int padding) {
        return new ConvTranspose(filters, kernel, stride, padding, 0, true);
    }

    /** The same, with the last rows and columns that a stride leaves open. */
    public static Block convTranspose(int filters, int kernel, int stride, int padding, int added) {
        return new ConvTranspose(filters, kernel, stride, padding, added, true);
    }

    /** Transposed convolution without bias, as before a normalization. */
    public static Block convTransposeNoBias(int filters, int kernel, int stride, int padding) {
        return new ConvTranspose(filters, kernel, stride, padding, 0, false);
    }

    /** The same, each group of channels seen by filters of its own. */
    public static Block convNoBias(int filters, int kernel, int stride, int padding, int groups) {
        return startingAt(Distribution.heNormal(), convolution(filters, kernel, stride, padding, groups, false));
    }

    private static Block convolution(int filters, int kernel, int stride, int padding, int groups, boolean bias) {
        return Conv2d.of(filters, new Window(kernel, stride, padding, Window.Ending.INSIDE), groups, bias);
    }

    /** Normalizes each channel over the batch; epsilon 1e-5, and PyTorch's momentum 0.1 (DJL writes it 0.9). */
    public static Block batchNorm() {
        return batchNorm(1e-5, 0.1);
    }

    /** Normalizes each channel over the batch; the momentum is PyTorch's, the share of the new statistics. */
    public static Block batchNorm(double epsilon, double momentum) {
        return new BatchNorm(epsilon, momentum);
    }

    /** x -> x W' + b over the last axis: (..., in) -> (..., units). */
    public static Block linear(int units) {
        return new Linear(units, true);
    }

    /** x -> x W' over the last axis: (..., in) -> (..., units). */
    public static Block linearNoBias(int units) {
        return new Linear(units, false);
    }

    /** Normalizes the last axis; the epsilon is the reference's. */
    public static Block layerNorm(double epsilon) {
        return new LayerNorm(epsilon);
    }

    /** Zeroes each value with the given probability in training, and scales the others up. */
    public static Block dropout(double probability) {
        if (probability == 0) {
            return identity();
        }
        return Dropout.builder().optRate((float) probability).build();
    }

    public static Block relu() {
        return new Relu();
    }

    /** x where x is above 0, else x times the slope; Maas et al., 2013. */
    public static Block leakyRelu(double slope) {
        return elementwise("leakyRelu", x -> Activation.leakyRelu(x, (float) slope));
    }

    public static Block tanh() {
        return elementwise("tanh", Activation::tanh);
    }

    /** min(max(x, 0), 6). */
    public static Block relu6() {
        return elementwise("relu6", x -> x.clip(0, 6));
    }

    /** x -> 1 / (1 + exp(-x)). */
    public static Block sigmoid() {
        return elementwise("sigmoid", Activation::sigmoid);
    }

    /** The logistic function in straight lines: x -> min(max(x + 3, 0), 6) / 6. */
    public static Block hardSigmoid() {
        return elementwise("hardSigmoid", Layers::hardSigmoid);
    }

    /** x times its hard sigmoid; Howard et al., 2019. */
    public static Block hardSwish() {
        return elementwise("hardSwish", x -> x.mul(hardSigmoid(x)));
    }

    private static NDArray hardSigmoid(NDArray x) {
        return x.add(3).clip(0, 6).mul(HostMemory.number(x, 1.0 / 6));
    }

    /** x times the normal distribution function of x; Hendrycks and Gimpel, 2016, https://arxiv.org/abs/1606.08415. */
    public static Block gelu() {
        return elementwise("gelu", Activation::gelu);
    }

    /** The same by its approximation with a hyperbolic tangent, as in GPT-2. */
    public static Block geluTanh() {
        double root = Math.sqrt(2 / Math.PI);
        // 0.5 (1 + tanh(u)) is the logistic function of 2 u.
        return elementwise(
                "geluTanh",
                x -> x.mul(Activation.sigmoid(x.mul(x)
                        .mul(HostMemory.number(x, 2 * root * 0.044715))
                        .add(2 * root)
                        .mul(x))));
    }

    /** x times the logistic function of x. */
    public static Block silu() {
        return elementwise("silu", x -> x.mul(Activation.sigmoid(x)));
    }

    /** A function that leaves the shape as it is. */
    public static Block elementwise(String name, UnaryOperator<NDArray> function) {
        return new Operation(name, function, shape -> shape);
    }

    /** Largest value of each window: (B, C, H, W) -> (B, C, H', W'). */
    public static Block maxPool(int kernel, int stride, int padding) {
        return Pooling.max(kernel, stride, padding);
    }

    /** Mean of each channel: (B, C, H, W) -> (B, C). */
    public static Block globalAveragePool() {
        return new Operation(
                "globalAveragePool", Pool::globalAvgPool2d, shape -> new Shape(shape.get(0), shape.get(1)));
    }

    /** (B, ...) -> (B, product of the rest). */
    public static Block flatten() {
        return new Operation(
                "flatten",
                x -> x.reshape(x.size(0), -1),
                shape -> new Shape(shape.get(0), shape.slice(1).size()));
    }

    /** Lets the weights of a block, not its biases, start from the given distribution. */
    public static Block startingAt(Distribution distribution, Block block) {
        block.setInitializer(distribution, Parameter.Type.WEIGHT);
        return block;
    }
}
