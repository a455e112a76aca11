package io.bestiary.zoo.checkpoint;

import io.bestiary.zoo.cnn.SqueezeNet;
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

    private final List<ForeignFile> files;
    private final List<Safetensors> opened = new ArrayList<>();
    private final Map<String, ForeignTensor> tensors = new LinkedHashMap<>();

    private ForeignFiles(List<ForeignFile> files) {
        this.files = files;
    }

    /**
     * Opens files of safetensors, their index, or one file of llama2.c ({@code *.bin}).
     *
     * @throws CheckpointException naming the file and what is wrong with it, or a tensor that is in two of them
     */
    static ForeignFiles open(List<ForeignFile> files, Architecture architecture) {
        ForeignFiles all = new ForeignFiles(files);
        try {
            files.forEach(file -> all.add(file, all.read(file.path(), architecture)));
            return all;
        } catch (CheckpointException e) {
            all.close();
            throw e;
        }
    }

    private List<ForeignTensor> read(Path path, Architecture architecture) {
        if (path.toString().endsWith(".bin")) {
            return Llama2cWeights.read(path, architecture);
        }
        Safetensors file = Safetensors.open(path);
        opened.add(file);
        return file.tensors().entrySet().stream()
                .map(entry -> new ForeignTensor(
                        entry.getKey(),
                        entry.getValue().shape(),
                        entry.getValue().dtype(),
                        () -> file.floats(entry.getKey())))
                .flatMap(tensor -> ofItsAuthors(tensor, architecture).stream())
                .toList();
    }

    /** By our names, where the authors' files have names of their own. */
    private static List<ForeignTensor> ofItsAuthors(ForeignTensor tensor, Architecture architecture) {
        if (architecture instanceof TextgenRnn) {
            return TextgenRnnWeights.of(tensor);
        }
        return List.of(architecture instanceof SqueezeNet ? CaffeSqueezeNetWeights.of(tensor) : tensor);
    }

    private void add(ForeignFile file, List<ForeignTensor> read) {
        int wrapped = wrapped(read);
        for (ForeignTensor tensor : read) {
            String name = file.named(tensor.name().substring(wrapped));
            ForeignTensor named = new ForeignTensor(name, tensor.shape(), tensor.dtype(), tensor::values);
            if (tensors.putIfAbsent(name, named) != null) {
                throw new CheckpointException(file.path() + ": " + name + ": must be in one file, is in two of "
                        + paths() + "; PART=FILE says which part of the network a file holds");
            }
        }
    }

    /** How many letters of all names are wrappers. */
    private static int wrapped(List<ForeignTensor> tensors) {
        int letters = 0;
        for (String wrapper : WRAPPERS) {
            int at = letters;
            if (tensors.stream().allMatch(tensor -> tensor.name().startsWith(wrapper, at))) {
                letters += wrapper.length();
            }
        }
        return letters;
    }

    private List<Path> paths() {
        return files.stream().map(ForeignFile::path).toList();
    }

    /** Forgets tensors by name; {@code *} stands for any letters. */
    void leaveOut(String names) {
        Pattern pattern = Pattern.compile(Pattern.quote(names).replace("*", "\\E.*\\Q"));
        if (!tensors.keySet().removeIf(name -> pattern.matcher(name).matches())) {
            throw new CheckpointException(names + ": must be tensors to leave out of " + paths() + ", found none"
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
