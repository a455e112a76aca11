package io.bestiary.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bestiary.datasets.image.PixelImage;
import io.bestiary.datasets.text.Vocabulary;
import io.bestiary.inference.decoding.Sampling;
import io.bestiary.inference.pipeline.Original;
import io.bestiary.inference.pipeline.TextPrompt;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every front door, used by several threads at once and closed under their hands. */
class FrontDoorsTest {
    private static final int THREADS = 4;
    private static final int QUESTIONS = 6;

    @TempDir
    private Path folder;

    /**
     * An open front door.
     *
     * @param ask gives the answer to another question for each number
     */
    private record Door(AutoCloseable owner, IntFunction<Object> ask) {}

    private static Door open(EveryTask task, Path folder, String engine) {
        switch (task) {
            case PICTURES -> {
                ImageClassifier door = ImageClassifier.open(folder, engine, "cpu");
                return new Door(door, i -> door.classify(SmallCheckpoint.picture(i)));
            }
            case SERIES -> {
                SeriesClassifier door = SeriesClassifier.open(folder, engine, "cpu");
                return new Door(door, i -> door.classify(SmallSeries.rows(i)));
            }
            case FUTURE -> {
                Forecaster door = Forecaster.open(folder, engine, "cpu");
                return new Door(door, i -> door.forecast(SmallSeries.rows(i)));
            }
            case WRITER -> {
                TextGenerator door = TextGenerator.open(folder, engine, "cpu");
                return new Door(door, i -> door.generate(new TextPrompt(text(i), 3, Sampling.seeded(i))));
            }
            case HIDDEN -> {
                MaskFiller door = MaskFiller.open(folder, engine, "cpu");
                return new Door(door, i -> door.fill(text(i) + Vocabulary.MASK));
            }
            case TEXTS -> {
                TextClassifier door = TextClassifier.open(folder, engine, "cpu");
                return new Door(door, i -> door.classify(text(i)));
            }
            case TAGS -> {
                Tagger door = Tagger.open(folder, engine, "cpu");
                return new Door(door, i -> door.tag("word1 " + text(i)));
            }
            case TRANSLATOR -> {
                Translator door = Translator.open(folder, engine, "cpu");
                return new Door(door, i -> door.translate(text(i)));
            }
            case DRAWER -> {
                ImageGenerator door = ImageGenerator.open(folder, engine, "cpu");
                return new Door(door, i -> door.draw(i, i % 3));
            }
            case REPEATER -> {
                ImageReconstructor door = ImageReconstructor.open(folder, engine, "cpu");
                return new Door(door, i -> door.reconstruct(new Original(picture(i, 8), 0)));
            }
            case DIVIDER -> {
                Segmenter door = Segmenter.open(folder, engine, "cpu");
                return new Door(door, i -> door.segment(picture(i, 16)));
            }
            case REDRAWER -> {
                ImageTranslator door = ImageTranslator.open(folder, engine, "cpu");
                return new Door(door, i -> door.translate(picture(i, 24)));
            }
        }
        throw new AssertionError(task);
    }

    private static String text(int number) {
        return "abcdefgh".substring(number % 4, number % 4 + 4);
    }

    private static PixelImage picture(int number, int side) {
        byte[] pixels = new byte[side * side];
        new Random(number).nextBytes(pixels);
        return new PixelImage(side, side, 1, pixels);
    }

    static Stream<Arguments> doors() {
        return Stream.of("pytorch", "mxnet")
                .flatMap(engine -> Stream.of(EveryTask.values()).map(task -> Arguments.of(task, engine)));
    }

    @ParameterizedTest
    @MethodSource("doors")
    void answersManyThreadsAsOneUntilItIsClosed(EveryTask task, String engine) throws Exception {
        Door door = open(task, task.write(folder.resolve("model"), engine), engine);
        List<Object> alone = IntStream.range(0, QUESTIONS).mapToObj(door.ask()).toList();
        ExecutorService callers = Executors.newFixedThreadPool(THREADS);
        CountDownLatch begun = new CountDownLatch(THREADS);
        try {
            List<Future<List<Object>>> together = IntStream.range(0, THREADS)
                    .mapToObj(caller -> callers.submit(() -> IntStream.range(0, QUESTIONS)
                            .mapToObj(i -> door.ask().apply((i + caller) % QUESTIONS))
                            .toList()))
                    .toList();
            for (int caller = 0; caller < THREADS; caller++) {
                List<Object> answers = together.get(caller).get();
                for (int i = 0; i < QUESTIONS; i++) {
                    assertThat(answers.get(i))
                            .usingRecursiveComparison()
                            .isEqualTo(alone.get((i + caller) % QUESTIONS));
                }
            }
            List<Future<Throwable>> ends = IntStream.range(0, THREADS)
                    .mapToObj(caller -> callers.submit(() -> askUntilItFails(door, alone, begun)))
                    .toList();
            begun.await();
            door.owner().close();
            door.owner().close(); // nothing is left to do
            for (Future<Throwable> end : ends) {
                assertThat(end.get()).isInstanceOf(IllegalStateException.class).hasMessage("the model is closed");
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private static Throwable askUntilItFails(Door door, List<Object> alone, CountDownLatch begun) {
        try {
            while (true) {
                assertThat(door.ask().apply(0)).usingRecursiveComparison().isEqualTo(alone.get(0));
                begun.countDown();
            }
        } catch (RuntimeException e) {
            return e;
        }
    }

    @Test
    void refusesANetworkForAnotherTask() {
        Path divider = EveryTask.DIVIDER.write(folder.resolve("divider"), "pytorch");
        assertThatThrownBy(() -> ImageClassifier.open(divider))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(divider + ": must be for image-classification, is for image-segmentation");
        Path pictures = EveryTask.PICTURES.write(folder.resolve("pictures"), "pytorch");
        assertThatThrownBy(() -> Segmenter.open(pictures))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(pictures + ": must be for image-segmentation, is for image-classification");
    }
}
