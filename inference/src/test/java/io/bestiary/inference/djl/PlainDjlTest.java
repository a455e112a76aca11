package io.bestiary.inference.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.ParameterStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.datasets.Sha256;
import io.bestiary.datasets.series.SeriesRows;
import io.bestiary.inference.EveryTask;
import io.bestiary.inference.Forecaster;
import io.bestiary.inference.ImageClassifier;
import io.bestiary.inference.SeriesClassifier;
import io.bestiary.inference.SmallCheckpoint;
import io.bestiary.inference.SmallSeries;
import io.bestiary.inference.pipeline.Classification;
import io.bestiary.inference.pipeline.Forecast;
import io.bestiary.inference.pipeline.Session;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.engine.Backend;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints opened by DJL's own means: by their folder, by their address, from the zoo. */
class PlainDjlTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @AfterEach
    void forget() {
        System.clearProperty("bestiary.models");
    }

    private static <I, O> Criteria<I, O> at(Path checkpoint, String engine, Class<I> input, Class<O> output) {
        return Criteria.builder()
                .setTypes(input, output)
                .optModelUrls("bestiary://" + checkpoint.toUri().getPath())
                .optEngine(engine)
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void answersByAddressAsTheFrontDoorsDo(String engine) throws Exception {
        Path pictures = SmallCheckpoint.write(folder.resolve("pictures"), "pytorch");
        try (ZooModel<Image, Classifications> model =
                        at(pictures, engine, Image.class, Classifications.class).loadModel();
                Predictor<Image, Classifications> predictor = model.newPredictor();
                ImageClassifier classifier = ImageClassifier.open(pictures, engine, "cpu")) {
            List<Image> images = IntStream.range(0, 3)
                    .mapToObj(SmallCheckpoint::picture)
                    .map(picture -> ImageFactory.getInstance().fromImage(picture))
                    .toList();
            List<Classifications> answers = predictor.batchPredict(images);
            for (int i = 0; i < 3; i++) {
                Classification.Label ours =
                        classifier.classify(SmallCheckpoint.picture(i)).best();
                assertThat(answers.get(i).best().getClassName()).isEqualTo(ours.name());
                assertThat(answers.get(i).best().getProbability()).isCloseTo(ours.probability(), within(1e-6));
            }
        }
        Path kinds = SmallSeries.classifier(folder.resolve("kinds"), "pytorch");
        try (ZooModel<SeriesRows, Classification> model = at(kinds, engine, SeriesRows.class, Classification.class)
                        .loadModel();
                Predictor<SeriesRows, Classification> predictor = model.newPredictor();
                SeriesClassifier classifier = SeriesClassifier.open(kinds, engine, "cpu")) {
            Classification.Label ours = classifier.classify(SmallSeries.rows(1)).best();
            Classification.Label best = predictor.predict(SmallSeries.rows(1)).best();
            assertThat(best.name()).isEqualTo(ours.name());
            assertThat(best.probability()).isCloseTo(ours.probability(), within(1e-6));
        }
        Path future = SmallSeries.forecaster(folder.resolve("future"), "pytorch");
        try (ZooModel<SeriesRows, Forecast> model =
                        at(future, engine, SeriesRows.class, Forecast.class).loadModel();
                Predictor<SeriesRows, Forecast> predictor = model.newPredictor();
                Forecaster forecaster = Forecaster.open(future, engine, "cpu")) {
            float[][] ours = forecaster.forecast(SmallSeries.rows(1)).values();
            float[][] answer = predictor.predict(SmallSeries.rows(1)).values();
            for (int i = 0; i < ours.length; i++) {
                assertThat(answer[i]).containsExactly(ours[i], within(1e-6f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void refusesToBeTrained(String engine) throws Exception {
        Path pictures = SmallCheckpoint.write(folder.resolve("pictures"), "pytorch");
        try (ZooModel<Image, Classifications> model =
                at(pictures, engine, Image.class, Classifications.class).loadModel()) {
            ParameterStore store = new ParameterStore(model.getNDManager(), false);
            NDList digit = new NDList(model.getNDManager().zeros(new Shape(1, 1, 28, 28)));
            assertThatThrownBy(() -> model.getBlock().forward(store, digit, true))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("network: cannot be trained, it is folded to answer");
        }
    }

    /** As DJL Serving asks: JSON with the fields, and where an input is one text or picture, its bytes alone. */
    @ParameterizedTest
    @EnumSource
    void answersRequestsOfDjlServingFromTheFolderOfEveryTaskUnchanged(EveryTask task) throws Exception {
        for (String engine : List.of("pytorch", "mxnet")) {
            answersRequests(task, task.write(folder.resolve(engine), engine), engine);
        }
    }

    private static void answersRequests(EveryTask task, Path checkpoint, String engine) throws Exception {
        Criteria<Input, Output> criteria = Criteria.builder()
                .setTypes(Input.class, Output.class)
                .optModelPath(checkpoint)
                .build();
        try (ZooModel<Input, Output> model = criteria.loadModel();
                Predictor<Input, Output> predictor = model.newPredictor();
                Session<?, ?> session = Session.open(checkpoint, Backend.of(engine, "cpu"))) {
            assertThat(model.getNDManager().getEngine().getEngineName()).isEqualToIgnoringCase(engine);
            List<Map<String, Object>> inputs =
                    List.of(task.input(1), task.input(2), session.inputForm().example());
            List<Input> requests = new ArrayList<>();
            for (Map<String, Object> input : inputs) {
                Input request = new Input();
                request.addProperty("Content-Type", "application/json");
                request.add(JSON.writeValueAsString(input));
                requests.add(request);
            }
            List<Output> together = predictor.batchPredict(requests);
            for (int i = 0; i < inputs.size(); i++) {
                JsonNode expected = expected(session, JSON.valueToTree(inputs.get(i)));
                assertThat(rounded(answer(predictor.predict(requests.get(i))))).isEqualTo(rounded(expected));
                assertThat(rounded(answer(together.get(i)))).isEqualTo(rounded(expected));
            }
            Map<String, Object> input = inputs.get(0);
            if (input.size() == 1 && input.values().iterator().next() instanceof String value) {
                Input bare = new Input();
                bare.add(
                        value.startsWith("data:")
                                ? Base64.getDecoder().decode(value.substring(value.indexOf(',') + 1))
                                : value.getBytes(StandardCharsets.UTF_8));
                assertThat(rounded(answer(predictor.predict(bare))))
                        .isEqualTo(rounded(expected(session, JSON.valueToTree(input))));
            }
        }
    }

    private static JsonNode answer(Output output) throws Exception {
        assertThat(output.getProperty("Content-Type", "")).isEqualTo("application/json");
        return JSON.readTree(output.getData().getAsString());
    }

    /** Numbers with five digits after the point. */
    private static String rounded(JsonNode json) {
        return java.util.regex.Pattern.compile("-?\\d+\\.\\d+(E-?\\d+)?")
                .matcher(json.toString())
                .replaceAll(match -> String.format(java.util.Locale.ROOT, "%.5f", Double.parseDouble(match.group())));
    }

    private static <I, A> JsonNode expected(Session<I, A> session, JsonNode input) throws Exception {
        A answer = session.answer(session.inputForm().fromJson(input));
        return JSON.readTree(JSON.writeValueAsString(session.answerForm().toJson(answer)));
    }

    @Test
    void isAZooOfTheFolderThatIsNamed() throws Exception {
        assertThat(ModelZoo.getModelZoo("io.bestiary").getModelLoaders()).isEmpty();
        SmallCheckpoint.write(folder.resolve("digits"), "pytorch");
        Files.createDirectories(folder.resolve("something-else"));
        System.setProperty("bestiary.models", folder.toString());
        assertThat(ModelZoo.getModelZoo("io.bestiary").getModelLoaders())
                .extracting(loader -> loader.getArtifactId())
                .containsExactly("digits");
        Criteria<Image, Classifications> criteria = Criteria.builder()
                .setTypes(Image.class, Classifications.class)
                .optGroupId("io.bestiary")
                .optArtifactId("digits")
                .build();
        try (ZooModel<Image, Classifications> model = criteria.loadModel();
                Predictor<Image, Classifications> predictor = model.newPredictor()) {
            Image picture = ImageFactory.getInstance().fromImage(SmallCheckpoint.picture(3));
            assertThat(predictor.predict(picture).topK(3)).hasSize(3);
        }
    }

    @Test
    void loadsNoClassThatAFolderNames() throws Exception {
        Path checkpoint = SmallCheckpoint.write(folder.resolve("digits"), "pytorch");
        seal(checkpoint, "serving.properties", """
            engine=PyTorch
            blockFactory=io.bestiary.inference.djl.NotOurs
            translatorFactory=io.bestiary.inference.djl.NotOurs
            translator=io.bestiary.inference.djl.NotOurs
            option.modelName=model
            option.hasParameter=false
            """);
        seal(
                checkpoint,
                "metadata.json",
                "{\"artifacts\": [{\"arguments\": {\"blockFactory\": \"io.bestiary.inference.djl.NotOurs\"}}]}");
        try (ImageClassifier classifier = ImageClassifier.open(checkpoint, "pytorch", "cpu");
                ZooModel<Image, Classifications> model = at(checkpoint, "PyTorch", Image.class, Classifications.class)
                        .loadModel();
                Predictor<Image, Classifications> predictor = model.newPredictor();
                ZooModel<Input, Output> served =
                        at(checkpoint, "PyTorch", Input.class, Output.class).loadModel()) {
            Image picture = ImageFactory.getInstance().fromImage(SmallCheckpoint.picture(3));
            assertThat(predictor.predict(picture).best().getClassName())
                    .isEqualTo(classifier
                            .classify(SmallCheckpoint.picture(3))
                            .best()
                            .name());
            assertThat(served.getTranslator()).isInstanceOf(PipelineTranslator.class);
        }
        assertThat(System.getProperty(NotOurs.LOADED)).isNull();

        Files.createDirectories(checkpoint.resolve("libs"));
        assertThatThrownBy(() -> at(checkpoint, "PyTorch", Image.class, Classifications.class))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("libs: must be listed in manifest.sha256, is not");
    }

    /** Puts a file into a checkpoint as somebody would who writes the manifest anew. */
    private static void seal(Path checkpoint, String name, String content) throws Exception {
        Files.writeString(checkpoint.resolve(name), content);
        Path manifest = checkpoint.resolve("manifest.sha256");
        Map<String, String> sums = new TreeMap<>();
        Files.readAllLines(manifest).stream()
                .skip(1)
                .forEach(line -> sums.put(line.substring(66), line.substring(0, 64)));
        sums.put(name, Sha256.of(checkpoint.resolve(name)));
        StringBuilder lines = new StringBuilder();
        sums.forEach((file, sum) -> lines.append(sum).append("  ").append(file).append('\n'));
        String all = lines.toString();
        Files.writeString(
                manifest,
                "# " + Sha256.of(new ByteArrayInputStream(all.getBytes(StandardCharsets.US_ASCII))) + "\n" + all);
    }

    @Test
    void saysWhatItCannotBeAskedFor() {
        Path checkpoint = SmallSeries.classifier(folder.resolve("kinds"), "pytorch");
        assertThatThrownBy(() -> at(checkpoint, "PyTorch", Image.class, Classification.class)
                        .loadModel())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input: must be one of SeriesRows, Input, got Image");
        assertThatThrownBy(() -> new CheckpointRepositoryFactory()
                        .newInstance("a", java.net.URI.create("bestiary://host/folder")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("address: must be bestiary:///FOLDER or bestiary:FOLDER, got bestiary://host/folder");
    }
}
