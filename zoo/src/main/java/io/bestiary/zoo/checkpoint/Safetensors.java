package io.bestiary.zoo.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Nearest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named tensors in a safetensors file, or in the several files that an index ({@code *.safetensors.index.json}) names.
 *
 * <p>Files are mapped, not read: opening one of many gigabytes costs its header. One tensor may have up to 2 GiB.
 */
public final class Safetensors implements AutoCloseable {
    private static final int WORTH_MAPPING = 1 << 16;

    private final Path file;
    private final Map<Path, FileChannel> channels = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private Safetensors(Path file) {
        this.file = file;
    }

    /**
     * Opens a file, or an index and its files, and checks all that stands before the data.
     *
     * @throws CheckpointException naming the file and what is wrong with it
     */
    public static Safetensors open(Path file) {
        Safetensors opened = new Safetensors(file);
        try {
            if (file.toString().endsWith(".index.json")) {
                ShardIndex index = ShardIndex.read(file);
                index.files().forEach(opened::add);
                index.check(opened.tensors);
            } else {
                opened.add(file);
            }
            return opened;
        } catch (CheckpointException e) {
            opened.close();
            throw e;
        }
    }

    private void add(Path shard) {
        try {
            FileChannel channel = FileChannel.open(shard, StandardOpenOption.READ);
            channels.put(shard, channel);
            SafetensorsHeader header = SafetensorsHeader.read(shard, channel);
            header.tensors().forEach((name, info) -> {
                TensorInfo other = tensors.putIfAbsent(name, info);
                if (other != null) {
                    throw new CheckpointException(
                            shard + ": " + name + ": must be in one file, is in " + other.file() + " too");
                }
            });
            metadata.putAll(header.metadata());
        } catch (IOException e) {
            throw CheckpointException.of(shard, "read", e);
        }
    }

    /**
     * Writes tensors in the given order, one at a time; the same tensors and metadata give the same bytes.
     *
     * @throws CheckpointException if the file cannot be written
     */
    public static void write(Path file, Map<String, NDArray> tensors, Map<String, String> metadata) {
        SafetensorsWriter.write(file, HostArray.views(tensors), metadata);
    }

    /** All tensors by name, in the order of the header. */
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** What the writer noted in the file; of several files the notes of all. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    /**
     * The bytes of a tensor as they stand in the file, little-endian and not to be written to.
     *
     * @throws CheckpointException if there is no such tensor or it is larger than 2 GiB
     */
    public ByteBuffer bytes(String name) {
        TensorInfo info = info(name);
        if (info.length() > Integer.MAX_VALUE) {
            throw new CheckpointException(info.file() + ": " + name + ": must be at most " + Integer.MAX_VALUE
                    + " bytes to be read at once, got " + info.length());
        }
        FileChannel channel = channels.get(info.file());
        try {
            // A mapping costs more than reading a bias, and a process may have only some ten thousands of them.
            return info.length() < WORTH_MAPPING
                    ? SafetensorsHeader.read(channel, info.offset(), (int) info.length())
                    : channel.map(FileChannel.MapMode.READ_ONLY, info.offset(), info.length())
                            .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw CheckpointException.of(info.file(), "read", e);
        }
    }

    /** The values of a tensor of any type as the nearest floats, row-major. */
    public float[] floats(String name) {
        Dtype type = type(name);
        ByteBuffer bytes = bytes(name);
        float[] values = new float[bytes.remaining() / type.bytes()];
        if (type == Dtype.F32) {
            bytes.asFloatBuffer().get(values);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = type.toFloat(bytes, i);
        }
        return values;
    }

    /**
     * A tensor as an array of its own: float32 for the types with a fraction, int32 for integers that fit it, else int64.
     *
     * @param manager owns the array
     */
    public NDArray array(String name, NDManager manager) {
        Dtype type = type(name);
        TensorInfo info = info(name);
        if (type == Dtype.F32) {
            ByteBuffer copy = HostMemory.allocate(info.shape().size(), DataType.FLOAT32);
            copy.asFloatBuffer().put(bytes(name).asFloatBuffer());
            return HostMemory.array(manager, copy, info.shape(), DataType.FLOAT32);
        }
        if (type.isFloat()) {
            return HostMemory.array(manager, floats(name), info.shape());
        }
        long[] values = longs(name, type);
        if (!type.fitsInt()) {
            return HostMemory.array(manager, values, info.shape());
        }
        int[] narrow = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = (int) values[i];
        }
        return HostMemory.array(manager, narrow, info.shape());
    }

    private long[] longs(String name, Dtype type) {
        ByteBuffer bytes = bytes(name);
        long[] values = new long[bytes.remaining() / type.bytes()];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.toLong(bytes, i);
            if (type == Dtype.U64 && values[i] < 0) {
                throw new CheckpointException(file + ": " + name + ": must hold values below 2^63 to become int64, got "
                        + Long.toUnsignedString(values[i]));
            }
        }
        return values;
    }

    private Dtype type(String name) {
        return Dtype.valueOf(info(name).dtype());
    }

    private TensorInfo info(String name) {
        TensorInfo info = tensors.get(name);
        if (info == null) {
            throw new CheckpointException(file + ": holds no tensor " + name + Nearest.hint(name, tensors.keySet()));
        }
        return info;
    }

    /** Closes the files; arrays and buffers taken from them stay. */
    @Override
    public void close() {
        List<IOException> failures = new ArrayList<>();
        Collection<FileChannel> open = channels.values();
        for (FileChannel channel : open) {
            try {
                channel.close();
            } catch (IOException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw CheckpointException.of(file, "closed", failures.get(0));
        }
    }
}
