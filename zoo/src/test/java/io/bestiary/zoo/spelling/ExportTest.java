package io.bestiary.zoo.spelling;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.zoo.Engines;
import io.bestiary.zoo.checkpoint.ForeignWeights;
import io.bestiary.zoo.checkpoint.Safetensors;
import io.bestiary.zoo.golden.Values;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Outline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is written for another library comes back as it was. With {@code -Dbestiary.exports=FOLDER} the files stay, with what
 * the networks answer on both engines beside them, for scripts/reference/check_export.py to open in Python.
 */
class ExportTest {
    private static final String KEPT = System.getProperty("bestiary.exports");

    @TempDir
    private Path temporary;

    static List<Exported> networks() {
        return KEPT == null
                ? Exported.all()
                : Stream.concat(Exported.all().stream(), Exported.whole().stream())
                        .toList();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void comesBackAsItWas(Exported exported) throws IOException {
        Path folder = KEPT == null ? temporary : Files.createDirectories(Path.of(KEPT));
        Path file = folder.resolve(exported.file() + ".safetensors");
        Architecture architecture = exported.architecture();
        Map<String, Shape> shapes = Outline.of(architecture).parameters();
        Map<String, float[]> outputs = new LinkedHashMap<>();
        for (String engine : KEPT == null ? Engines.all().subList(0, 1) : Engines.all()) {
            try (NDManager manager = Engines.manager(engine);
                    Network network = Network.load(
                            architecture, manager, name -> Values.array(manager, name, shapes.get(name), 0))) {
                ForeignWeights.write(file, network, architecture, exported.style());
                try (Network back = ForeignWeights.load(List.of(file), architecture, manager)) {
                    shapes.forEach((name, shape) -> assertThat(
                                    back.parameters().get(name).getArray().toFloatArray())
                            .as(name)
                            .isEqualTo(Values.of(name, shape)));
                    if (KEPT != null) {
                        NDList inputs = exported.inputs(manager);
                        outputs.put(engine, answer(folder, exported, back, inputs, outputs));
                    }
                }
            }
        }
    }

    /** Writes inputs and outputs of this engine and those before, and returns the output. */
    private static float[] answer(
            Path folder, Exported exported, Network network, NDList inputs, Map<String, float[]> before)
            throws IOException {
        NDArray output = network.forward(inputs, false).head();
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            tensors.put("input." + i, inputs.get(i));
        }
        before.forEach((engine, values) ->
                tensors.put("output." + engine, output.getManager().create(values, output.getShape())));
        tensors.put("output." + output.getManager().getEngine().getEngineName(), output);
        ObjectMapper json = new ObjectMapper();
        Map<String, String> notes = Map.of(
                "style",
                exported.style().toString(),
                "architecture",
                exported.architecture().getClass().getSimpleName(),
                "name",
                exported.name(),
                "hyperparameters",
                json.writeValueAsString(Hyperparameters.values(exported.architecture())));
        Safetensors.write(folder.resolve(exported.file() + ".answer"), tensors, notes);
        return output.toFloatArray();
    }
}
