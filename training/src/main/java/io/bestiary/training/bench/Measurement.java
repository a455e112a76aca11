package io.bestiary.training.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What was measured of a workload, written as the peers write it.
 *
 * @param mode {@code train} or {@code infer}
 * @param unit what is counted, with {@code /s}
 * @param rate median of the windows
 * @param spread least and most of the windows
 * @param peer who measured
 * @param peakMegabytes most memory that the process had resident so far; null where the system does not tell
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Measurement(
        String workload, String mode, String unit, double rate, List<Double> spread, String peer, Long peakMegabytes) {

    static Measurement of(String workload, String mode, String unit, Rate rate, String peer) {
        return new Measurement(
                workload,
                mode,
                unit + "/s",
                rounded(rate.median()),
                List.of(rounded(rate.least()), rounded(rate.most())),
                peer,
                peakMegabytes(Path.of("/proc/self/status")));
    }

    private static double rounded(double rate) {
        return Math.round(rate * 10) / 10.0;
    }

    static Long peakMegabytes(Path status) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }
}
