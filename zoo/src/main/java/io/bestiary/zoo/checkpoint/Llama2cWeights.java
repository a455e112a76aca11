package io.bestiary.zoo.checkpoint;

import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.transformer.Llama;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights of llama2.c in their first form: seven numbers of 32 bits, then all matrices as float32, those of one kind
 * layer by layer. https://github.com/karpathy/llama2.c.
 *
 * <p>In its heads neighbours turn together; our rotary positions turn number i with i + size / 2, so the rows of the
 * matrices of queries and keys are put into that order.
 */
final class Llama2cWeights {
    private static final int HEADER = 7 * Integer.BYTES;

    private final Path path;
    private final FileChannel channel;
    private final List<ForeignTensor> tensors = new ArrayList<>();
    private long offset = HEADER;

    private Llama2cWeights(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Reads a file whose sizes must be those of the network.
     *
     * @throws CheckpointException naming the first size that differs, or a file that is too short or too long
     */
    static List<ForeignTensor> read(Path path, Architecture architecture) {
        if (!(architecture instanceof Llama llama)) {
            throw new CheckpointException(path + ": must be safetensors, as a .bin of llama2.c holds a Llama, not a "
                    + architecture.getClass().getSimpleName());
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return new Llama2cWeights(path, channel).read(llama);
        } catch (IOException e) {
            throw CheckpointException.of(path, "read", e);
        }
    }

    private List<ForeignTensor> read(Llama llama) throws IOException {
        long size = channel.size();
        if (size < HEADER) {
            throw new CheckpointException(path + ": must begin with 7 sizes, got " + size + " bytes");
        }
        ByteBuffer header = SafetensorsHeader.read(channel, 0, HEADER);
        size("hidden_size", header.getInt(0), llama.hiddenSize());
        size("feed_forward", header.getInt(4), llama.feedForward());
        size("layers", header.getInt(8), llama.layers());
        size("heads", header.getInt(12), llama.heads());
        size("key_value_heads", header.getInt(16), llama.keyValueHeads());
        int vocabulary = header.getInt(20);
        size("vocabulary", Math.abs(vocabulary), llama.vocabulary());
        boolean own = vocabulary < 0;
        if (own != (llama.output() == Llama.Output.SEPARATE)) {
            throw new CheckpointException(path + ": output: must be " + (own ? "separate" : "tied") + ", got "
                    + llama.output().name().toLowerCase(java.util.Locale.ROOT));
        }
        int width = llama.hiddenSize();
        int head = width / llama.heads();
        int keys = llama.keyValueHeads() * head;
        tensor("model.embed_tokens.weight", 0, llama.vocabulary(), width);
        layers(llama, "input_layernorm.weight", 0, width);
        layers(llama, "self_attn.q_proj.weight", head, width, width);
        layers(llama, "self_attn.k_proj.weight", head, keys, width);
        layers(llama, "self_attn.v_proj.weight", 0, keys, width);
        layers(llama, "self_attn.o_proj.weight", 0, width, width);
        layers(llama, "post_attention_layernorm.weight", 0, width);
        layers(llama, "mlp.gate_proj.weight", 0, llama.feedForward(), width);
        layers(llama, "mlp.down_proj.weight", 0, width, llama.feedForward());
        layers(llama, "mlp.up_proj.weight", 0, llama.feedForward(), width);
        tensor("model.norm.weight", 0, width);
        offset += (long) header.getInt(24)
                * head
                * Float.BYTES; // tables of cosines and sines, which follow from the sizes
        if (own) {
            tensor("lm_head.weight", 0, llama.vocabulary(), width);
        }
        if (offset != size) {
            throw new CheckpointException(path + ": must have " + offset + " bytes for these sizes, got " + size);
        }
        return tensors;
    }

    private void size(String name, int found, int expected) {
        if (found != expected) {
            throw new CheckpointException(
                    path + ": " + name + ": must be " + expected + " as in the network, got " + found);
        }
    }

    private void layers(Llama llama, String name, int head, long... shape) {
        for (int i = 0; i < llama.layers(); i++) {
            tensor("model.layers." + i + "." + name, head, shape);
        }
    }

    private void tensor(String name, int head, long... dimensions) {
        Shape shape = new Shape(dimensions);
        long at = offset;
        offset += shape.size() * Float.BYTES;
        tensors.add(new ForeignTensor(name, shape, "F32", () -> halves(floats(at, shape), head, shape)));
    }

    /** Reads again what was measured before. */
    private float[] floats(long at, Shape shape) {
        try (FileChannel again = FileChannel.open(path, StandardOpenOption.READ)) {
            int bytes = Math.toIntExact(shape.size() * Float.BYTES);
            float[] values = new float[Math.toIntExact(shape.size())];
            SafetensorsHeader.read(again, at, bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            return values;
        } catch (IOException e) {
            throw CheckpointException.of(path, "read", e);
        }
    }

    /** Rows 0, 1, 2, 3, ... of each head to places 0, half, 1, half + 1, ...; a head of 0 leaves all as it is. */
    private static float[] halves(float[] values, int head, Shape shape) {
        if (head == 0) {
            return values;
        }
        float[] ordered = new float[values.length];
        int width = Math.toIntExact(shape.get(1));
        for (int row = 0; row < shape.get(0); row++) {
            int inHead = row % head;
            int place = row - inHead + inHead / 2 + inHead % 2 * (head / 2);
            System.arraycopy(values, row * width, ordered, place * width, width);
        }
        return ordered;
    }
}
