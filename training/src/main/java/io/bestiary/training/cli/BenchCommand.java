package io.bestiary.training.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bestiary.inference.cli.BackendOptions;
import io.bestiary.training.bench.Bench;
import io.bestiary.training.bench.Comparison;
import io.bestiary.training.bench.Measurement;
import io.bestiary.training.report.Table;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
import picocli.CommandLine.Spec;

/** Speed of training and inference on fixed workloads, alone or beside a peer. */
@Command(
        name = "bench",
        description = "Measures the speed of fixed workloads, in training and in inference: a JSON line for each.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    @Option(names = "--workloads", description = "Run the workloads: networks on random inputs.")
    private boolean workloads;

    @Option(names = "--only", paramLabel = "NAME", split = ",", description = "Only these workloads.")
    private List<String> only = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "8",
            description = "Time for each workload and mode (${DEFAULT-VALUE}).")
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
        if (!workloads) {
            throw new ParameterException(spec.commandLine(), "bench: must be given --workloads");
        }
        List<String> names = only.isEmpty() ? Bench.workloads() : only;
        for (String name : names) {
            if (!Bench.workloads().contains(name)) {
                throw new ParameterException(
                        spec.commandLine(), "--only: must be one of " + Bench.workloads() + ", got " + name);
            }
        }
        if (against == null) {
            Bench bench = new Bench(backends.start(), seconds);
            for (String name : names) {
                bench.run(name, BenchCommand::print);
            }
        } else {
            compare(names);
        }
        return Bestiary.DONE;
    }

    private static void print(Measurement measurement) {
        try {
            System.out.println(JSON.writeValueAsString(measurement));
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
