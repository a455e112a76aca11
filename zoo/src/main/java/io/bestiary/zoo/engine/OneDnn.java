package io.bestiary.zoo.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.bestiary.zoo.engine.Backend.EngineName;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Knows where oneDNN, by which PyTorch computes convolutions on processors, computes wrongly, and where its products of matrices
 * are the faster ones.
 *
 * <p>That of PyTorch 2.7.1 keeps channels in blocks of as many as its instructions take at once. On virtual machines of AMD's
 * family 26, and with windows larger than a pixel, it was seen to give other values where the channels are more than a block
 * and no multiple of it, or fewer and a large window has one place alone, and other gradients of the pictures where channels
 * or filters are no multiple, or where channels, those of a group too, are more than two blocks and an odd number of them. It
 * ends the JVM where windows of one pixel with a stride read 512 channels or more. Whatever was tried besides was right, some
 * thousands of sizes that were drawn, by one thread and by two: gradients of weights, windows of one pixel. Not every such machine
 * errs: on one of 2026-11-26 all of it came out right.
 */
public final class OneDnn {
    /** Below so many multiplications the call costs what the product gains. */
    private static final long LEAST = 1L << 24;

    private static final String INSTRUCTIONS = "ONEDNN_MAX_CPU_ISA";
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private OneDnn() {}

    /** Whether it errs with an array: on this processor, where PyTorch computes on it. */
    public static boolean errs(NDArray array) {
        return Here.ERRS && computes(array);
    }

    /**
     * Whether an answer's product of matrices is faster by it than by MKL, with which PyTorch computes it: on AMD's processors
     * with AVX-512, which MKL makes no use of there, where it is large enough.
     *
     * @param x (..., in)
     * @param matrix (units, in)
     */
    public static boolean outruns(NDArray x, NDArray matrix) {
        return x.size() * matrix.size(0) >= LEAST && Here.OUTRUNS && isCallable(x);
    }

    /**
     * Whether a matrix may be packed for it, or learnt by it, so that products are faster than MKL's: on the same processors.
     *
     * @param matrix (units, in)
     */
    public static boolean packsMatrix(NDArray matrix) {
        return Here.OUTRUNS && isRight(matrix);
    }

    /**
     * Whether filters may be packed for it, so that it computes answers where the channels of a pixel lie side by side: with
     * AVX2.
     *
     * @param filters (F, C, rows, columns), without groups
     */
    public static boolean packsFilters(NDArray filters) {
        return Here.PACKS && isRight(filters);
    }

    /** Whether what it computes with packed weights, or with gradients, is right; on processors that it errs on it is tried. */
    private static boolean isRight(NDArray array) {
        return isCallable(array) && (!Here.ERRS || Trial.passed(array.getManager()));
    }

    /** Whether its kernels can be asked for by name. */
    private static boolean isCallable(NDArray array) {
        return computes(array) && Fused.runsOn(array.getManager());
    }

    /** Whether PyTorch computes with the array on a processor. */
    private static boolean computes(NDArray array) {
        return array.getDevice().equals(Device.cpu()) && EngineName.PYTORCH.runs(array.getManager());
    }

    /** How many channels it keeps together. */
    public static int block() {
        return Here.BLOCK;
    }

    /** Read once, when it is first asked for. */
    private static final class Here {
        static final List<String> PROCESSOR = firstProcessor();
        static final int BLOCK = block(System.getenv(INSTRUCTIONS));
        static final boolean ERRS = errsOn(PROCESSOR);
        static final boolean PACKS = packsOn(PROCESSOR);
        static final boolean OUTRUNS = outrunsOn(PROCESSOR) && BLOCK == 16;
    }

    /** Whether it is wrong on a processor, by what Linux says of it. */
    static boolean errsOn(List<String> processor) {
        return has(processor, "vendor_id\\s*: AuthenticAMD") && has(processor, "cpu family\\s*: 26");
    }

    /** Whether its products are the faster ones on a processor, by what Linux says of it. */
    static boolean outrunsOn(List<String> processor) {
        return has(processor, "vendor_id\\s*: AuthenticAMD") && has(processor, "flags\\s*:.* avx512f( .*)?");
    }

    /** Whether weights are packed for it on a processor, by what Linux says of it. */
    static boolean packsOn(List<String> processor) {
        return has(processor, "flags\\s*:.* avx2( .*)?");
    }

    private static boolean has(List<String> processor, String line) {
        return processor.stream().anyMatch(given -> given.matches(line));
    }

    /** By the instructions that somebody keeps it to, or null; the processors that it errs on all have AVX-512. */
    static int block(String instructions) {
        boolean fewer =
                instructions != null && instructions.toUpperCase(Locale.ROOT).matches("SSE41|AVX|AVX2.*");
        return fewer ? 8 : 16;
    }

    /** What Linux says of it on x86-64; elsewhere nothing. */
    private static List<String> firstProcessor() {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("os.arch").equals("amd64")) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(PROCESSORS, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null && !line.isBlank(); line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            return List.of(); // a container may hide it
        }
        return lines;
    }
}
