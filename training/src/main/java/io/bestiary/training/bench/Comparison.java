package io.bestiary.training.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs this side and a peer in turn, each in a process of its own, so that what else the machine does meets both; what
 * counts is the ratio of each round.
 */
public final class Comparison {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final List<String> ours;
    private final List<String> peer;
    private final int rounds;
    private final double seconds;

    /**
     * Makes a comparison of two commands that print a line of JSON for each measurement and take {@code --only NAME} and
     * {@code --seconds S}.
     */
    public Comparison(List<String> ours, List<String> peer, int rounds, double seconds) {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds: must be at least 1, got " + rounds);
        }
        this.ours = List.copyOf(ours);
        this.peer = List.copyOf(peer);
        this.rounds = rounds;
        this.seconds = seconds;
    }

    /**
     * One workload in one mode on both sides.
     *
     * @param ours rate of this side, the median of the rounds
     * @param peers rate of the peer, the median of the rounds
     * @param ratio ours by the peer's, the median of the rounds
     * @param spread least and most ratio of a round
     * @param memory peak resident memory, ours by the peer's; null where it is not known
     */
    public record Result(
            String workload,
            String mode,
            String unit,
            double ours,
            double peers,
            double ratio,
            List<Double> spread,
            Double memory) {}

    /** Compares a workload in each mode that both sides have. */
    public List<Result> run(String workload) throws IOException, InterruptedException {
        Map<String, List<List<Measurement>>> modes = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            List<Measurement> here = measure(ours, workload);
            List<Measurement> there = measure(peer, workload);
            for (Measurement one : here) {
                there.stream()
                        .filter(other -> other.mode().equals(one.mode()))
                        .forEach(other -> modes.computeIfAbsent(one.mode(), mode -> new ArrayList<>())
                                .add(List.of(one, other)));
            }
        }
        return modes.values().stream().map(Comparison::result).toList();
    }

    private static Result result(List<List<Measurement>> pairs) {
        Measurement first = pairs.get(0).get(0);
        Rate ratio = Rate.of(pairs.stream()
                .map(pair -> pair.get(0).rate() / pair.get(1).rate())
                .toList());
        boolean known = pairs.stream().flatMap(List::stream).allMatch(one -> one.peakMegabytes() != null);
        return new Result(
                first.workload(),
                first.mode(),
                first.unit(),
                Rate.of(pairs.stream().map(pair -> pair.get(0).rate()).toList()).median(),
                Rate.of(pairs.stream().map(pair -> pair.get(1).rate()).toList()).median(),
                ratio.median(),
                List.of(ratio.least(), ratio.most()),
                known
                        ? Rate.of(pairs.stream()
                                        .map(pair -> (double) pair.get(0).peakMegabytes()
                                                / pair.get(1).peakMegabytes())
                                        .toList())
                                .median()
                        : null);
    }

    private List<Measurement> measure(List<String> command, String workload) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("--only", workload, "--seconds", Double.toString(seconds)));
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Measurement> measurements = new ArrayList<>();
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                if (text.startsWith("{")) {
                    measurements.add(parse(text, status));
                }
            }
        }
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", line) + ": ended with exit code " + process.exitValue());
        }
        return measurements;
    }

    /** A peer that does not tell its memory is still there when it prints a line. */
    private static Measurement parse(String text, Path status) throws JsonProcessingException {
        Measurement read = JSON.readValue(text, Measurement.class);
        Long peak = read.peakMegabytes() == null ? Measurement.peakMegabytes(status) : read.peakMegabytes();
        return new Measurement(
                read.workload(), read.mode(), read.unit(), read.rate(), read.spread(), read.peer(), peak);
    }
}
