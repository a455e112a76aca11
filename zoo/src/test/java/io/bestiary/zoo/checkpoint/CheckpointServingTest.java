package io.bestiary.zoo.checkpoint;

import static io.bestiary.zoo.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Application;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.translate.NoopTranslator;
import io.bestiary.zoo.Engines;
import io.bestiary.zoo.Samples;
import io.bestiary.zoo.nn.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Plain DJL loads the folder, on the engine that wrote it and on the other. */
class CheckpointServingTest {

    @TempDir
    private Path folder;

    static Stream<Arguments> writersAndReaders() {
        return Engines.all().stream()
                .flatMap(writer -> Engines.all().stream().map(reader -> Arguments.of(writer, reader)));
    }

    @ParameterizedTest(name = "written on {0}, read on {1}")
    @MethodSource("writersAndReaders")
    void isLoadedByCriteria(String writer, String reader) throws Exception {
        Path checkpoint = folder.resolve("checkpoint");
        Sample.write(checkpoint, writer, 1);
        assertClose(serve(criteria(checkpoint).optEngine(reader)), Sample.expected(reader, 1), 0);
        assertClose(serve(criteria(checkpoint).optEngine(reader)), Sample.expected(writer, 1), 1e-5);
    }

    @ParameterizedTest
    @MethodSource("writersAndReaders")
    void namesTheEngineThatWroteIt(String writer) throws Exception {
        Path checkpoint = folder.resolve("checkpoint");
        Sample.write(checkpoint, writer, 1);
        try (var model = criteria(checkpoint).build().loadModel()) {
            assertThat(model.getNDManager().getEngine().getEngineName()).isEqualTo(writer);
        }
    }

    @Test
    void isRefusedByCriteriaWhereItIsDamaged() throws Exception {
        Path checkpoint = folder.resolve("checkpoint");
        Sample.write(checkpoint, Engines.all().get(0), 1);
        Files.delete(checkpoint.resolve("labels.txt"));
        assertThatThrownBy(() -> criteria(checkpoint).build().loadModel())
                .isInstanceOf(CheckpointException.class)
                .hasMessage(checkpoint.resolve("labels.txt") + ": must be in the checkpoint, is missing");
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void everyTaskHasAnApplication(Task task) throws Exception {
        Properties properties = new Properties();
        properties.load(new java.io.ByteArrayInputStream(ServingProperties.of("PyTorch", java.util.Map.of(), task)));
        assertThat(Application.of(properties.getProperty("application"))).isNotNull();
    }

    private static Criteria.Builder<NDList, NDList> criteria(Path checkpoint) {
        return Criteria.builder()
                .setTypes(NDList.class, NDList.class)
                .optModelPath(checkpoint)
                .optTranslator(new NoopTranslator());
    }

    private static float[] serve(Criteria.Builder<NDList, NDList> criteria) throws Exception {
        try (var model = criteria.build().loadModel();
                var predictor = model.newPredictor();
                var scope = model.getNDManager().newSubManager()) {
            NDList output = predictor.predict(Samples.batch(scope, Sample.ARCHITECTURE, 2));
            return output.singletonOrThrow().toFloatArray();
        }
    }
}
