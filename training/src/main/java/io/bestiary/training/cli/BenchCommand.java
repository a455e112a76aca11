package io.bestiary.training.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bestiary.datasets.DataException;
import io.bestiary.inference.bench.RunBench;
import io.bestiary.inference.cli.BackendOptions;
import io.bestiary.training.bench.Bench;
import io.bestiary.training.bench.Comparison;
import io.bestiary.training.bench.ModuleBench;
import io.bestiary.training.report.Table;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Speed of training and inference on fixed workloads, alone or beside a peer. */
@Command(
        name = "bench",
        description = {
            "Measures how fast a trained model answers, in process and over HTTP: latency and throughput.",
            "With --workloads the speed of fixed networks, in training and in inference: a JSON line for each."
        },
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    /** Made when it is needed: the command line looks at this class whatever is asked of it. */
    private static final class Json {
        private static final ObjectMapper MAPPER = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();
    }

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "A run or checkpoint folder.")
    private Path run;

    @Option(
            names = "--batches",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,8,64",
            description = "With RUN: rows in a request (${DEFAULT-VALUE}).")
    private List<Integer> batches;

    @Option(
            names = "--threads",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,4,16",
            description = "With RUN: callers at once (${DEFAULT-VALUE}).")
    private List<Integer> threads;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "With RUN: what is asked, a JSON object of the model's fields; some input if not given.")
    private Path input;

    @Option(names = "--json", description = "With RUN: a JSON line for each measurement instead of a table.")
    private boolean json;

    @Option(names = "--workloads", description = "Run the workloads: networks on random inputs.")
    private boolean workloads;

    @Option(names = "--only", paramLabel = "NAME", split = ",", description = "Only these workloads.")
    private List<String> only = List.of();

    @Option(
            names = "--modules",
            paramLabel = "FOLDER",
            description = "Each workload's network as one TorchScript module of this folder, instead of the zoo's.")
    private Path modules;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "8",
            description = "Time for each measurement (${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--against",
            paramLabel = "COMMAND",
            description = "A peer's command, which prints such lines too: both sides in turn, and the ratio of each.")
    private String against;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "With --against: how often each side runs (${DEFAULT-VALUE}).")
    private int rounds;

    @Mixin
    private BackendOptions backends;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (workloads == (run != null)) {
            throw refusal("bench: must be given either RUN or --workloads");
        }
        if (!(seconds > 0 && seconds <= 3600)) {
            throw refusal("--seconds: must be above 0 and at most 3600, got " + seconds);
        }
        if (rounds < 1 || rounds > 1000) {
            throw refusal("--rounds: must be between 1 and 1000, got " + rounds);
        }
        if (run != null) {
            answers();
            return Bestiary.DONE;
        }
        List<String> names = only.isEmpty() ? Bench.workloads() : only;
        for (String name : names) {
            if (!Bench.workloads().contains(name)) {
                throw refusal("--only: must be one of " + Bench.workloads() + ", got " + name);
            }
        }
        if (modules != null) {
            ModuleBench bench = new ModuleBench(backends.start(), modules, seconds);
            for (String name : names) {
                bench.run(name, BenchCommand::print);
            }
        } else if (against == null) {
            Bench bench = new Bench(backends.start(), seconds);
            for (String name : names) {
                bench.run(name, BenchCommand::print);
            }
        } else {
            compare(names);
        }
        return Bestiary.DONE;
    }

    private ParameterException refusal(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void answers() {
        RunBench bench = new RunBench(batches, threads, seconds, input());
        Table table = new Table("way", "batch", "threads", "p50 ms", "p95 ms", "p99 ms", "rows/s");
        bench.run(run, backends.start(), latency -> {
            if (json) {
                print(latency);
            } else {
                table.row(
                        latency.way(),
                        Integer.toString(latency.batch()),
                        Integer.toString(latency.threads()),
                        rounded(latency.p50(), 2),
                        rounded(latency.p95(), 2),
                        rounded(latency.p99(), 2),
                        rounded(latency.rowsPerSecond(), 0));
            }
        });
        if (!json) {
            table.print(System.out, false);
        }
    }

    private JsonNode input() {
        try {
            return input == null ? null : Json.MAPPER.readTree(Files.readString(input));
        } catch (IOException e) {
            throw new DataException("--input: must be a file of one JSON object: " + e.getMessage(), e);
        }
    }

    private static void print(Object measurement) {
        try {
            System.out.println(Json.MAPPER.writeValueAsString(measurement));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void compare(List<String> names) throws IOException, InterruptedException {
        Comparison comparison =
                new Comparison(thisCommand(), Arrays.asList(against.trim().split("\\s+")), rounds, seconds);
        Table table = new Table("workload", "mode", "unit", "ours", "peer", "ratio", "least", "most", "memory");
        for (String name : names) {
            for (Comparison.Result result : comparison.run(name)) {
                table.row(
                        result.workload(),
                        result.mode(),
                        result.unit(),
                        rounded(result.ours(), 0),
                        rounded(result.peers(), 0),
                        rounded(result.ratio(), 2),
                        rounded(result.spread().get(0), 2),
                        rounded(result.spread().get(1), 2),
                        result.memory() == null ? "" : rounded(result.memory(), 2));
            }
        }
        table.print(System.out, false);
    }

    /** What started this process, for the workloads alone. */
    private List<String> thisCommand() {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), Bestiary.class.getName(), "bench", "--workloads"));
        backends.assignments().forEach(assignment -> command.add("--" + assignment));
        return command;
    }

    private static String rounded(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
