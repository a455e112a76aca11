package io.bestiary.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private long nanos = 5;

    private Progress progress(long total, int columns) {
        return new Progress("epoch 3/10", total, "images", new Terminal(out, columns), () -> nanos);
    }

    private void sleep(double seconds) {
        nanos += (long) (seconds * 1e9);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aPlainLineEveryTenSecondsAndOneInTheEnd() {
        try (Progress progress = progress(60_000, 0)) {
            for (int second = 1; second <= 24; second++) {
                sleep(1);
                progress.update(2500L * second, "loss 0." + second);
            }
        }

        assertThat(printed()).isEqualToNormalizingNewlines("""
            epoch 3/10: 41%, 25,000/60,000 images, loss 0.10, 2,500 images/s, 0:14 left
            epoch 3/10: 83%, 50,000/60,000 images, loss 0.20, 2,500 images/s, 0:04 left
            epoch 3/10: 60,000 images in 0:24, loss 0.24, 2,500 images/s
            """);
    }

    @Test
    void aShortJobLeavesOneLine() {
        Progress progress = progress(8, 0);
        sleep(2);
        progress.update(8, "");
        progress.close();
        progress.close();

        assertThat(printed()).isEqualToNormalizingNewlines("epoch 3/10: 8 images in 0:02, 4.0 images/s\n");
    }

    @Test
    void aLiveLineIsWrittenOverAtMostTenTimesASecond() {
        try (Progress progress = progress(1000, 100)) {
            sleep(0.05);
            progress.update(100, "loss 2.5");
            sleep(0.05);
            progress.update(250, "loss 2");
            sleep(0.9);
            progress.update(1000, "loss 1");
        }

        assertThat(printed().split("\r"))
                .satisfies(frames -> {
                    assertThat(frames[1].stripTrailing())
                            .isEqualTo("epoch 3/10 [                    ] 0%  0/1,000 images");
                    assertThat(frames[2].stripTrailing())
                            .isEqualTo("epoch 3/10 [=====               ] 25%  250/1,000 images  loss 2"
                                    + "  2,500 images/s  0:00 left");
                    assertThat(frames[3]).startsWith("epoch 3/10 [====================] 100%  1,000/1,000 images");
                    assertThat(frames[4]).isBlank().hasSameSizeAs(frames[3]);
                    assertThat(frames[5].strip()).isEqualTo("epoch 3/10: 1,000 images in 0:01, loss 1, 1,000 images/s");
                })
                .hasSize(6);
    }

    @Test
    void aLiveLineIsNeverWiderThanTheTerminal() {
        try (Progress progress = progress(1000, 30)) {
            sleep(1);
            progress.update(10, "loss 1");
            assertThat(printed().split("\r"))
                    .allSatisfy(line -> assertThat(line.length()).isLessThan(30));
        }
    }

    /** As wide as terminals are unless told otherwise. */
    @Test
    void theBarGivesWayToTheTimeThatIsLeft() {
        try (Progress progress = progress(1000, 80)) {
            sleep(1);
            progress.update(500, "loss 2.1933");
            assertThat(printed().substring(printed().lastIndexOf('\r') + 1))
                    .isEqualTo("epoch 3/10 [===   ] 50%  500/1,000 images  loss 2.1933  500 images/s  0:01 left");
        }
    }

    @Test
    void aShorterLineLeavesNothingOfALongerOne() {
        Progress progress = progress(1000, 200);
        sleep(1);
        progress.update(1, "a long word about the job");
        int longer = printed().length() - printed().lastIndexOf('\r');
        sleep(1);
        progress.update(2, "");
        assertThat(printed().length() - printed().lastIndexOf('\r')).isEqualTo(longer);
    }

    @Test
    void saysWhenAJobWasNotDoneToTheEnd() {
        Progress progress = progress(10_000, 0);
        sleep(3725);
        progress.close();

        assertThat(printed()).isEqualToNormalizingNewlines("epoch 3/10: stopped at 0 of 10,000 images in 1:02:05\n");
    }

    @Test
    void refusesAnEmptyJob() {
        assertThatThrownBy(() -> progress(0, 0)).hasMessage("total: must be at least 1, got 0");
    }
}
