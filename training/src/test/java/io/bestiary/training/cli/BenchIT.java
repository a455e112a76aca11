package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bench --workloads}: lines of JSON, and the ratio to a peer that prints such lines. */
class BenchIT {
    @TempDir
    private Path folder;

    @Test
    void printsALineForEachWorkloadAndMode() throws IOException {
        CommandLineRun run =
                CommandLineRun.of("bench", "--workloads", "--only", "lenet5-b64,dcgan-32-b64", "--seconds", "0.2");
        assertThat(run.exit()).as(run.err()).isZero();
        List<String> modes = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            JsonNode measured = new ObjectMapper().readTree(line);
            modes.add(measured.at("/workload").asText() + " "
                    + measured.at("/mode").asText());
            assertThat(measured.at("/unit").asText()).isEqualTo("images/s");
            assertThat(measured.at("/rate").asDouble())
                    .isPositive()
                    .isBetween(
                            measured.at("/spread/0").asDouble(),
                            measured.at("/spread/1").asDouble());
        }
        assertThat(modes).containsExactly("lenet5-b64 train", "lenet5-b64 infer", "dcgan-32-b64 train");
    }

    @Test
    void comparesWithAPeerInTurn() throws IOException {
        Path peer = Files.writeString(folder.resolve("peer.sh"), """
            echo "$@" >> "$(dirname "$0")/calls.txt"
            echo '{"workload":"lenet5-b64","mode":"train","unit":"images/s","rate":0.5,"spread":[0.4,0.6],"peer":"slow"}'
            """);
        CommandLineRun run = CommandLineRun.of(
                "bench",
                "--workloads",
                "--only",
                "lenet5-b64",
                "--seconds",
                "0.2",
                "--rounds",
                "2",
                "--against",
                "sh " + peer);
        assertThat(run.exit()).as(run.err()).isZero();
        List<String> rows = run.out().lines().toList();
        assertThat(rows).as("a title and the one mode that both have").hasSize(2);
        String[] cells = rows.get(1).trim().split("\\s{2,}");
        assertThat(cells).startsWith("lenet5-b64", "train", "images/s");
        double ours = Double.parseDouble(cells[3].replace(",", ""));
        // Two rounds: the median of the ratios is that of the rates.
        assertThat(Double.parseDouble(cells[5].replace(",", ""))).isBetween((ours - 1) / 0.5, (ours + 1) / 0.5);
        assertThat(folder.resolve("calls.txt"))
                .hasContent("--only lenet5-b64 --seconds 0.2\n".repeat(2).strip());
    }

    @Test
    void namesWhatIsAskedWrongly() {
        assertThat(refused("bench")).contains("bench: must be given either RUN or --workloads");
        assertThat(refused("bench", "--workloads", "--only", "lenet"))
                .contains("--only: must be one of [lenet5-b64, ", "got lenet");
        assertThat(refused("bench", "--workloads", "--seconds", "0", "--only", "lenet5-b64"))
                .contains("--seconds: must be above 0 and at most 3600, got 0.0");
        assertThat(refused("bench", "--workloads", "--rounds", "0"))
                .contains("--rounds: must be between 1 and 1000, got 0");
        assertThat(refused("bench", "--workloads", "--modules", folder, "--only", "lenet5-b64"))
                .contains(folder.resolve("lenet5-b64-train.pt") + ": not there");
    }

    private static String refused(Object... arguments) {
        CommandLineRun run = CommandLineRun.of(arguments);
        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        return run.err();
    }
}
