package io.bestiary.zoo.checkpoint;

import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Nearest;
import io.bestiary.zoo.rnn.TextgenRnn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The tensors of several files, by name. */
final class ForeignFiles implements AutoCloseable {
    /** What PyTorch puts before all names of a network that ran on several devices, or compiled. */
    private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.");

    private final List<Path> paths;
    private final List<Safetensors> opened = new ArrayList<>();
    private final Map<String, ForeignTensor> tensors = new LinkedHashMap<>();

    private ForeignFiles(List<Path> paths) {
        this.paths = paths;
    }

    /**
     * Opens files of safetensors, their index, or one file of llama2.c ({@code *.bin}).
     *
     * @throws CheckpointException naming the file and what is wrong with it, or a tensor that is in two of them
     */
    static ForeignFiles open(List<Path> paths, Architecture architecture) {
        ForeignFiles files = new ForeignFiles(paths);
        try {
            paths.forEach(path -> files.add(path, architecture));
            WRAPPERS.forEach(files::unwrap);
            return files;
        } catch (CheckpointException e) {
            files.close();
            throw e;
        }
    }

    private void add(Path path, Architecture architecture) {
        if (path.toString().endsWith(".bin")) {
            Llama2cWeights.read(path, architecture).forEach(tensor -> add(path, tensor));
            return;
        }
        Safetensors file = Safetensors.open(path);
        opened.add(file);
        file.tensors().forEach((name, info) -> {
            ForeignTensor tensor = new ForeignTensor(name, info.shape(), info.dtype(), () -> file.floats(name));
            List<ForeignTensor> ours =
                    architecture instanceof TextgenRnn ? TextgenRnnWeights.of(tensor) : List.of(tensor);
            ours.forEach(one -> add(path, one));
        });
    }

    private void add(Path path, ForeignTensor tensor) {
        if (tensors.putIfAbsent(tensor.name(), tensor) != null) {
            throw new CheckpointException(path + ": " + tensor.name() + ": must be in one file, is in two of " + paths);
        }
    }

    private void unwrap(String wrapper) {
        if (!tensors.isEmpty() && tensors.keySet().stream().allMatch(name -> name.startsWith(wrapper))) {
            Map<String, ForeignTensor> all = new LinkedHashMap<>(tensors);
            tensors.clear();
            all.forEach((name, tensor) -> tensors.put(name.substring(wrapper.length()), tensor));
        }
    }

    /** Forgets tensors by name; {@code *} stands for any letters. */
    void leaveOut(String names) {
        Pattern pattern = Pattern.compile(Pattern.quote(names).replace("*", "\\E.*\\Q"));
        if (!tensors.keySet().removeIf(name -> pattern.matcher(name).matches())) {
            throw new CheckpointException(names + ": must be tensors to leave out of " + paths + ", found none"
                    + Nearest.hint(names, tensors.keySet()));
        }
    }

    Map<String, ForeignTensor> tensors() {
        return tensors;
    }

    @Override
    public void close() {
        opened.forEach(Safetensors::close);
    }
}
