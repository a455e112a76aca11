package io.bestiary.datasets.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of series: what is read, and what is refused with its line. */
class SeriesCsvTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void choose() {
        file = folder.resolve("series.csv");
    }

    private SeriesData open(Gaps gaps, String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
        return new SeriesCsv(file, Optional.of("date"), List.of(), gaps, 0.2, 0.2)
                .open(new DataFolders(List.of(folder)));
    }

    private void refuses(String message, String... lines) {
        assertThatThrownBy(() -> open(Gaps.REFUSE, lines))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(file + message);
    }

    @Test
    void readsValuesAndDividesByTime() throws IOException {
        SeriesData data = open(
                Gaps.REFUSE,
                "\uFEFFdate,a,\"b\"",
                "2024-02-28,1,-10",
                "2024-02-29,2,2e1",
                "2024-03-01,3,30",
                "2024-03-02, 4 ,40",
                "2024-03-03,5,50");
        assertThat(data.table().columns()).containsExactly("a", "b");
        assertThat(data.table().values()).containsExactly(1, -10, 2, 20, 3, 30, 4, 40, 5, 50);
        assertThat(data.train()).isEqualTo(new Span(0, 3));
        assertThat(data.validation()).isEqualTo(new Span(3, 4));
        assertThat(data.test()).isEqualTo(new Span(4, 5));
        assertThat(data.table().axis()).contains(new TimeAxis("date", TimeFormat.DAY, 0, 86_400));
    }

    @Test
    void monthsAreNotAllOfOneLength() throws IOException {
        SeriesData data = open(Gaps.REFUSE, "date,a", "2023-12,1", "2024-01,2", "2024-02,3", "2024-03,4");
        TimeAxis axis = data.table().axis().orElseThrow();
        assertThat(axis).isEqualTo(new TimeAxis("date", TimeFormat.MONTH, 1, 0));
        assertThat(axis.season()).isEqualTo(12);
        assertThat(axis.format().text(axis.after(data.table().times().get(3), 11)))
                .isEqualTo("2025-02");
    }

    @Test
    void refusesAGap() {
        refuses(
                ":4: date: must be 2024-01-01 02:00:00, one step of 1h after the row before, found 2024-01-01 03:00:00",
                "date,a",
                "2024-01-01 00:00:00,1",
                "2024-01-01 01:00:00,2",
                "2024-01-01 03:00:00,3",
                "2024-01-01 04:00:00,3");
    }

    @Test
    void noWindowReachesOverAGap() throws IOException {
        SeriesData data = open(
                Gaps.CUT,
                "date,a",
                "2024-01-01 00:00:00,1",
                "2024-01-01 01:00:00,2",
                "2024-01-01 02:00:00,3",
                "2024-01-01 05:00:00,4",
                "2024-01-01 06:00:00,5",
                "2024-01-01 07:00:00,6",
                "2024-01-01 08:00:00,7");
        Windows windows = Windows.in(data.table(), new Span(0, 7), "training", 2, 1, 1);
        assertThat(windows.starts()).containsExactly(0, 3, 4);
    }

    @Test
    void refusesDatesThatAreNotSorted() {
        refuses(
                ":3: date: must be after 2024-01-02, the time of the row before, found 2024-01-01",
                "date,a",
                "2024-01-02,1",
                "2024-01-01,2");
    }

    @Test
    void refusesTimesWrittenOtherwise() {
        refuses(
                ":3: date: must be a time written yyyy-MM-dd as in the first row, found \"2024-02-30\"",
                "date,a",
                "2024-02-28,1",
                "2024-02-30,2");
        refuses(":2: date: must be a time such as yyyy-MM-dd HH:mm:ss", "date,a", "yesterday,1", "today,2");
    }

    @Test
    void refusesTextInAColumnOfNumbers() {
        refuses(":3: a: must be a number, found \"n/a\"", "date,a", "2024-01-01,1", "2024-01-02,n/a");
        refuses(":2: a: must be a number, found nothing", "date,a", "2024-01-01,", "2024-01-02,1");
        refuses(":2: a: must be a number, found \"NaN\"", "date,a", "2024-01-01,NaN", "2024-01-02,1");
        refuses(":2: a: must be a number, found \"1e99\"", "date,a", "2024-01-01,1e99", "2024-01-02,1");
    }

    @Test
    void refusesRaggedRows() {
        refuses(":3: must have 2 cells, as the first line has, found 3", "date,a", "2024-01-01,1", "2024-01-02,2,3");
    }

    @Test
    void refusesWhatIsMissing() throws IOException {
        refuses(":1: date: must be one of the columns [day, a], got date", "day,a", "2024-01-01,1", "2024-01-02,2");
        refuses(": must have at least 2 rows, found 1", "date,a", "2024-01-01,1");
        refuses(":1: must have a column of numbers, found only [date]", "date", "2024-01-01", "2024-01-02");
        Files.write(file, "date,a\n2024-01-01,\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> SeriesReader.read(
                        file, SeriesLayout.of(Optional.of("date"), List.of(), Optional.empty(), Gaps.REFUSE)))
                .hasMessage(file + ":2: must be UTF-8");
        Files.delete(file);
        assertThatThrownBy(() -> SeriesReader.read(
                        file, SeriesLayout.of(Optional.empty(), List.of(), Optional.empty(), Gaps.REFUSE)))
                .hasMessage(file + ": must be a file of rows, found nothing there");
    }

    @Test
    void refusesAColumnOfOneValue() throws IOException {
        SeriesData data = open(
                Gaps.REFUSE, "date,a", "2024-01-01,1", "2024-01-02,1", "2024-01-03,1", "2024-01-04,2", "2024-01-05,3");
        assertThatThrownBy(() -> SeriesPreprocessor.fitted(data.table(), data.train(), Level.NONE, 1))
                .hasMessage(file + ": a: must vary over the 3 training rows, found one value throughout");
    }

    @Test
    void refusesASplitTooShortForAWindow() throws IOException {
        SeriesData data = open(
                Gaps.REFUSE, "date,a", "2024-01-01,1", "2024-01-02,2", "2024-01-03,3", "2024-01-04,4", "2024-01-05,5");
        assertThatThrownBy(() -> Windows.in(data.table(), data.validation(), "validation", 1, 2, 1))
                .hasMessageContaining(
                        file + ": validation: must have room for one window of 1 + 2 rows without a gap, found 1 rows");
    }

    @Test
    void thePastOfAWindowMayLieBeforeItsSplitAndItsFutureNot() throws IOException {
        SeriesData data = open(
                Gaps.REFUSE, "date,a", "2024-01-01,1", "2024-01-02,2", "2024-01-03,3", "2024-01-04,4", "2024-01-05,5");
        assertThat(Windows.in(data.table(), data.test(), "test", 3, 1, 1).starts())
                .containsExactly(1);
        assertThat(Windows.in(data.table(), data.train(), "training", 1, 1, 1).starts())
                .containsExactly(0, 1);
        assertThat(Windows.in(data.table(), new Span(0, 5), "all", 1, 1, 2).starts())
                .containsExactly(0, 2);
    }
}
