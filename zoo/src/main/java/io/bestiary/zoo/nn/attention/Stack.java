package io.bestiary.zoo.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Layers;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Part;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Layers of a Transformer one after another, as an encoder or a decoder: (B, T, C) -> (B, T, C). */
public final class Stack extends NamedBlock {
    private final List<TransformerLayer> layers = new ArrayList<>();
    private final Block end;
    private final Positions positions;

    /**
     * @param name of the layers, which are numbered from 0 below it
     * @param layer makes a layer
     * @param end what follows the last layer, such as a norm
     * @param positions a block with parameters belongs to the stack under the name given with it
     */
    private Stack(String name, int count, Supplier<TransformerLayer> layer, Part end, Positions positions, String at) {
        for (int i = 0; i < count; i++) {
            layers.add(child(name + "." + i, layer.get()));
        }
        this.positions = positions;
        if (positions instanceof Block block) {
            child(at, block);
        }
        this.end = child(end.name(), end.block());
    }

    /** Layers {@code name.0}, {@code name.1}, ... of tokens that carry their positions with them. */
    public static Stack of(String name, int count, Supplier<TransformerLayer> layer, Part end) {
        return new Stack(name, count, layer, end, (pass, x, context) -> context, "");
    }

    /** The same without anything after the last layer. */
    public static Stack of(String name, int count, Supplier<TransformerLayer> layer) {
        return of(name, count, layer, new Part("end", Layers.identity()));
    }

    /** Layers whose queries and keys turn. */
    public static Stack turning(String name, int count, Supplier<TransformerLayer> layer, Part end, Rotary rotary) {
        return new Stack(name, count, layer, end, rotary, "");
    }

    /** Layers that all add the same bias, which goes by the name given. */
    public static Stack biased(
            String name, int count, Supplier<TransformerLayer> layer, Part end, String biasName, RelativeBias bias) {
        return new Stack(name, count, layer, end, bias, biasName);
    }

    /** (B, T, C) -> (B, T, C). */
    public NDArray forward(Pass pass, NDArray input, Context context) {
        Context placed = positions.place(pass, input, context);
        NDArray x = input;
        for (TransformerLayer layer : layers) {
            x = layer.forward(pass, x, placed);
        }
        return pass.saw(this, pass.through(end, x));
    }

    /** Keys and values of a source (B, S, C) for each layer, to be given to {@link Cache}. */
    public NDList memory(Pass pass, NDArray source) {
        NDList memory = new NDList();
        layers.forEach(layer -> memory.addAll(layer.memory(pass, source)));
        return memory;
    }

    /** Takes x (B, T, C) and, if given, a mask to add to the scores, broadcast to (B, H, T, T). */
    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(forward(pass, inputs.head(), Context.encoder(inputs.size() > 1 ? inputs.get(1) : null)));
    }

    /** Takes the shapes of x and, for a decoder with a source, of the source. */
    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape x = inputs[0];
        if (positions instanceof Block block) {
            tracer.through(block, new Shape(x.get(1), x.get(1)));
        }
        for (TransformerLayer layer : layers) {
            x = tracer.one(
                    layer,
                    Stream.concat(Stream.of(x), Stream.of(inputs).skip(1)).toArray(Shape[]::new));
        }
        return tracer.through(end, x);
    }
}
