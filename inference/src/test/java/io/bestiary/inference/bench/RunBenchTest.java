package io.bestiary.inference.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bestiary.datasets.DataException;
import io.bestiary.inference.EveryTask;
import io.bestiary.inference.SmallSeries;
import io.bestiary.zoo.engine.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunBenchTest {
    @TempDir
    private Path folder;

    @Test
    void measuresBothWaysForEveryBatchAndNumberOfCallers() {
        Path checkpoint = SmallSeries.classifier(folder.resolve("kinds"), "pytorch");
        List<Latency> all = new ArrayList<>();
        new RunBench(List.of(1, 4), List.of(1, 3), 0.05, null).run(checkpoint, Backend.of("pytorch", "cpu"), all::add);
        assertThat(all).extracting(Latency::way).containsOnly("process", "http").hasSize(8);
        for (Latency one : all) {
            assertThat(one.requests()).isGreaterThanOrEqualTo(one.threads());
            assertThat(one.p50()).isPositive().isLessThanOrEqualTo(one.p95());
            assertThat(one.p95()).isLessThanOrEqualTo(one.p99());
            assertThat(one.rowsPerSecond()).isPositive();
        }
    }

    /** What is asked where nothing is said can be answered by every task. */
    @ParameterizedTest
    @EnumSource
    void findsSomethingToAskOfEveryTask(EveryTask task) {
        for (String engine : List.of("pytorch", "mxnet")) {
            Path checkpoint = task.write(folder.resolve(engine), engine);
            List<Latency> all = new ArrayList<>();
            new RunBench(List.of(2), List.of(1), 0.01, null).run(checkpoint, Backend.of(engine, "cpu"), all::add);
            assertThat(all).extracting(Latency::way).containsExactly("process", "http");
        }
    }

    @Test
    void countsNoErrorAsAnAnswer() {
        Path checkpoint = EveryTask.WRITER.write(folder.resolve("writer"), "pytorch");
        JsonNode asked =
                JsonNodeFactory.instance.objectNode().put("prompt", "a").put("max_tokens", 5000);
        for (int batch : List.of(1, 2)) {
            RunBench bench = new RunBench(List.of(batch), List.of(1), 0.01, asked);
            List<Latency> all = new ArrayList<>();
            assertThatThrownBy(() -> bench.run(checkpoint, Backend.of("pytorch", "cpu"), all::add))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("max_tokens: must be a whole number between 0 and 4096, got 5000");
            assertThat(all).extracting(Latency::way).containsExactly("process");
        }
    }

    @Test
    void hasRoomForAllThatIsAskedAtOnce() {
        Path checkpoint = SmallSeries.classifier(folder.resolve("kinds"), "pytorch");
        List<Latency> all = new ArrayList<>();
        new RunBench(List.of(600), List.of(2), 0.01, null).run(checkpoint, Backend.of("pytorch", "cpu"), all::add);
        assertThat(all).extracting(Latency::way).containsExactly("process", "http");
    }

    @Test
    void takesTheLeastTimeThatIsLongEnoughForTheShare() {
        long[] nanos = new long[100];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = (100 - i) * 1_000_000L;
        }
        assertThat(Latency.of("process", 2, 1, nanos, 4)).isEqualTo(new Latency("process", 2, 1, 100, 50, 95, 99, 50));
    }

    @Test
    void refusesNumbersThatMakeNoSense() {
        assertThatThrownBy(() -> new RunBench(List.of(0), List.of(1), 1, null))
                .isInstanceOf(DataException.class)
                .hasMessage("--batches: must be numbers between 1 and 4096, got [0]");
    }
}
