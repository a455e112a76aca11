package io.bestiary.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.bestiary.datasets.DataException;
import io.bestiary.inference.pipeline.Classification;
import io.bestiary.zoo.checkpoint.CheckpointException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageClassifierTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"pytorch, mxnet", "mxnet, pytorch"})
    void answersAlikeOnBothEngines(String writtenBy, String otherEngine) {
        Path checkpoint = SmallCheckpoint.write(folder.resolve("checkpoint"), writtenBy);
        try (ImageClassifier here = ImageClassifier.open(checkpoint, writtenBy, "cpu");
                ImageClassifier there = ImageClassifier.open(checkpoint, otherEngine, "cpu")) {
            for (int i = 0; i < 8; i++) {
                Classification answer = here.classify(SmallCheckpoint.picture(i));
                Classification other = there.classify(SmallCheckpoint.picture(i));
                assertThat(other.best().name()).isEqualTo(answer.best().name());
                assertThat(other.best().probability()).isCloseTo(answer.best().probability(), within(1e-4));
            }
        }
    }

    @Test
    void answersFromManyThreadsAsFromOne() {
        Path checkpoint = SmallCheckpoint.write(folder.resolve("checkpoint"), "pytorch");
        try (ImageClassifier classifier = ImageClassifier.open(checkpoint)) {
            List<BufferedImage> pictures =
                    IntStream.range(0, 10).mapToObj(SmallCheckpoint::picture).toList();
            List<Classification> batch = classifier.classify(pictures);
            assertThat(batch.stream()
                            .map(answer -> answer.best().probability())
                            .distinct()
                            .count())
                    .as("pictures that differ")
                    .isGreaterThan(5);
            IntStream.range(0, 200).parallel().forEach(i -> {
                Classification alone = classifier.classify(pictures.get(i % 10));
                assertThat(alone.best().name())
                        .isEqualTo(batch.get(i % 10).best().name());
                assertThat(alone.best().probability())
                        .isCloseTo(batch.get(i % 10).best().probability(), within(1e-5));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void plainDjlLoadsTheFolder(String engine) throws Exception {
        Path checkpoint = SmallCheckpoint.write(folder.resolve("checkpoint"), "pytorch");
        BufferedImage picture = SmallCheckpoint.picture(3);
        Criteria<Image, Classifications> criteria = Criteria.builder()
                .setTypes(Image.class, Classifications.class)
                .optModelPath(checkpoint)
                .optEngine(engine)
                .build();
        try (ZooModel<Image, Classifications> model = criteria.loadModel();
                Predictor<Image, Classifications> predictor = model.newPredictor();
                ImageClassifier classifier = ImageClassifier.open(checkpoint)) {
            Classifications answer =
                    predictor.predict(ImageFactory.getInstance().fromImage(picture));
            Classification.Label ours = classifier.classify(picture).best();
            Classifications.Classification best = answer.best();
            assertThat(best.getClassName()).isEqualTo(ours.name());
            assertThat(best.getProbability()).isCloseTo(ours.probability(), within(1e-4));
        }
    }

    @Test
    void plainDjlAnswersRequestsAsDjlServingSendsThem() throws Exception {
        Path checkpoint = SmallCheckpoint.write(folder.resolve("checkpoint"), "pytorch");
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(SmallCheckpoint.picture(3), "png", png);
        Input request = new Input();
        request.add("data", png.toByteArray());
        Criteria<Input, Output> criteria = Criteria.builder()
                .setTypes(Input.class, Output.class)
                .optModelPath(checkpoint)
                .build();
        try (ZooModel<Input, Output> model = criteria.loadModel();
                Predictor<Input, Output> predictor = model.newPredictor();
                ImageClassifier classifier = ImageClassifier.open(checkpoint)) {
            String best = classifier.classify(SmallCheckpoint.picture(3)).best().name();
            assertThat(predictor.predict(request).getData().getAsString()).contains("\"" + best + "\"");
        }
    }

    @Test
    void runsTheExampleThatTheReadmeShows() throws Exception {
        Path checkpoint = SmallCheckpoint.write(folder.resolve("checkpoint"), "pytorch");
        Path picture = folder.resolve("seven.png");
        ImageIO.write(SmallCheckpoint.picture(7), "png", picture.toFile());
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            ClassifyPicture.main(new String[] {checkpoint.toString(), picture.toString()});
        } finally {
            System.setOut(before);
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(3);

        String source = Files.readString(Path.of("src/test/java/io/bestiary/inference/ClassifyPicture.java"));
        String body = source.substring(source.indexOf("        try ("), source.lastIndexOf("    }\n}"))
                .replaceAll("(?m)^        ", "");
        assertThat(Files.readString(Path.of("../README.md"))).contains(body);
    }

    @Test
    void refusesWhatIsNoCheckpointAndNoPicture() throws Exception {
        assertThatThrownBy(() -> ImageClassifier.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(folder.toString());
        Path text = Files.writeString(folder.resolve("notes.jpg"), "no picture");
        Path checkpoint = SmallCheckpoint.write(folder.resolve("checkpoint"), "pytorch");
        try (ImageClassifier classifier = ImageClassifier.open(checkpoint)) {
            assertThatThrownBy(() -> classifier.classify(text))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("notes.jpg");
        }
    }
}
