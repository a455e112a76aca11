package io.bestiary.datasets.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bestiary.datasets.Batch;
import io.bestiary.datasets.DataFolders;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Series made in code, and the batches made of them. */
class GeneratedSeriesTest {
    private static final DataFolders FOLDERS = new DataFolders(List.of(Path.of(".")));

    @Test
    void wavesAreAFunctionOfTheirSeed() {
        SeriesData data = new Waves(200, 0.1, 5).open(FOLDERS);
        assertThat(new Waves(200, 0.1, 5).open(FOLDERS).sha256()).isEqualTo(data.sha256());
        assertThat(new Waves(200, 0.1, 6).open(FOLDERS).sha256()).isNotEqualTo(data.sha256());
    }

    @Test
    void theNoiseIsAsLargeAsStated() {
        float[] noisy = new Waves(5000, 0.25, 1).open(FOLDERS).table().values();
        float[] clean = new Waves(5000, 0, 1).open(FOLDERS).table().values();
        double squares = 0;
        for (int i = 0; i < noisy.length; i++) {
            squares += (noisy[i] - clean[i]) * (noisy[i] - clean[i]);
        }
        assertThat(Math.sqrt(squares / noisy.length)).isCloseTo(0.25, within(0.01));
    }

    @Test
    void eachShapeIsAWindowWithOneClass() {
        SeriesData data = new WaveShapes(80, 10, 0, 3).open(FOLDERS);
        assertThat(data.classes()).containsExactly("sawtooth", "sine", "square", "triangle");
        Windows windows = Windows.in(data.table(), data.test(), "test", 10, 0, 1);
        assertThat(windows.size()).isEqualTo(16);
        for (int start : windows.starts()) {
            assertThat(data.table().labels().subList(start, start + 10))
                    .containsOnly(data.table().labels().get(start));
        }
    }

    @Test
    void batchesHoldTheFutureLessTheLevelOfThePast() {
        SeriesTable table = SeriesTable.unbroken("test", List.of("a", "b"), new float[] {1, 10, 2, 20, 4, 40, 7, 70});
        SeriesPreprocessor preprocessor =
                new SeriesPreprocessor(List.of("a", "b"), List.of(1.0, 10.0), List.of(2.0, 5.0), Level.LAST, 2, null);
        Windows windows = Windows.in(table, new Span(0, 4), "training", 2, 1, 1);
        Batch batch = new SeriesCollator(windows, preprocessor, preprocessor.scaled(table), new int[0])
                .collate(new int[] {1, 0}, 0);
        assertThat(((FloatBuffer) batch.inputs().get(0).data()).array()).containsExactly(-1, -4, 0, 0, -0.5f, -2, 0, 0);
        assertThat(((FloatBuffer) batch.targets().get(0).data()).array()).containsExactly(1.5f, 6, 1, 4);
        float[] told = {1.5f, 6};
        preprocessor.restore(
                told,
                preprocessor
                        .window(SeriesRows.of(new float[][] {{2, 20}, {4, 40}}))
                        .level());
        assertThat(told).containsExactly(7, 70);
    }

    @Test
    void aWindowHasTheClassOfItsLastRow() {
        SeriesTable table = SeriesTable.unbroken("test", List.of("a"), new float[] {1, 2, 3});
        SeriesPreprocessor preprocessor = SeriesPreprocessor.plain(table, Level.NONE, 2);
        Windows windows = Windows.in(table, new Span(0, 3), "training", 2, 0, 1);
        Batch batch = new SeriesCollator(windows, preprocessor, table.values(), new int[] {0, 1, 2})
                .collate(new int[] {0, 1}, 0);
        assertThat(((LongBuffer) batch.targets().get(0).data()).array()).containsExactly(1, 2);
    }
}
