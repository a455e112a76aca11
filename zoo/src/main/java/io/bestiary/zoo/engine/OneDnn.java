package io.bestiary.zoo.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import com.sun.jna.NativeLibrary;
import io.bestiary.zoo.engine.Backend.EngineName;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps oneDNN, by which PyTorch computes convolutions, to instructions that it computes rightly with.
 *
 * <p>That of PyTorch 2.7.1 was seen to be wrong on virtual machines of AMD's family 26: with AVX-512 wherever a kernel of
 * 3x3 or more reads a number of channels that is above 16 and no multiple of it, of 24 channels for instance; it also ended
 * the JVM. With AVX the same is so of 8 instead of 16, and of the forward pass alone, so that channels of zeros make it right.
 *
 * <p>It reads a variable of the environment at its first computation. The JVM cannot change its own environment, but the C
 * library can.
 */
public final class OneDnn {
    private static final String VARIABLE = "ONEDNN_MAX_CPU_ISA";
    private static final int BLOCK = 8;
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private OneDnn() {}

    /** Does so where it is needed and the environment does not say otherwise; to be called before the first computation. */
    public static void keepRight() {
        if (System.getenv(VARIABLE) == null && Here.ERRS) {
            int keepsWhatIsThere = 0;
            NativeLibrary.getProcess().getFunction("setenv").invokeInt(new Object[] {VARIABLE, "AVX", keepsWhatIsThere
            });
        }
    }

    /** How many channels of zeros pictures (B, C, H, W) need before a window slides over them, for the values to be right. */
    public static long channelsToAdd(NDArray pictures) {
        long channels = pictures.size(1);
        boolean misread = channels > BLOCK && channels % BLOCK != 0 && Here.ERRS;
        boolean reads = misread
                && pictures.getDevice().equals(Device.cpu())
                && pictures.getManager().getEngine().getEngineName().equals(EngineName.PYTORCH.djl());
        return reads ? BLOCK - channels % BLOCK : 0;
    }

    /** Read once, when it is first asked for. */
    private static final class Here {
        static final boolean ERRS = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64")
                && errsOn(firstProcessor());
    }

    /** Whether it is wrong on a processor, by what Linux says of it. */
    static boolean errsOn(List<String> processor) {
        return processor.stream().anyMatch(line -> line.matches("vendor_id\\s*: AuthenticAMD"))
                && processor.stream().anyMatch(line -> line.matches("cpu family\\s*: 26"));
    }

    private static List<String> firstProcessor() {
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
