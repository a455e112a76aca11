package io.bestiary.zoo.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The engine and the device that a network runs on.
 *
 * @param engine which engine
 * @param device where
 */
public record Backend(EngineName engine, Device device) {
    private static final String OPT_OUT = "OPT_OUT_TRACKING";

    /** The engines, as the command line spells them and as DJL does. */
    public enum EngineName {
        PYTORCH("PyTorch"),
        MXNET("MXNet");

        private final String djl;

        EngineName(String djl) {
            this.djl = djl;
        }

        /** DJL's name of the engine. */
        public String djl() {
            return djl;
        }

        /** Whether it is the engine of what a manager makes. */
        public boolean runs(NDManager manager) {
            return djl.equals(manager.getEngine().getEngineName());
        }

        /** Finds an engine by the spelling of {@link #toString()} or of DJL. */
        public static EngineName of(String name) {
            return Arrays.stream(values())
                    .filter(engine -> engine.djl.equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new EngineException(
                            "engine: must be one of " + Arrays.toString(values()) + ", got " + name, null));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Where DJL unpacks the native libraries. */
        public Path cache() {
            return Utils.getEngineCacheDir(toString());
        }

        /** Whether the native libraries lie unpacked in the user's cache; they are unpacked when the engine starts. */
        public boolean unpacked() {
            Path folder = cache();
            if (!Files.isDirectory(folder)) {
                return false;
            }
            try (Stream<Path> versions = Files.list(folder)) {
                return versions.anyMatch(Files::isDirectory);
            } catch (IOException e) {
                return false;
            }
        }
    }

    /**
     * Starts an engine and finds the device.
     *
     * @param engine {@code pytorch} or {@code mxnet}
     * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}; {@code auto} takes the first GPU if there is one
     * @throws EngineException if the engine does not start or the device is not there, with the reason
     */
    public static Backend of(String engine, String device) {
        EngineName name = EngineName.of(engine);
        Engine started = start(name);
        if (device.equals("auto")) {
            return new Backend(name, started.getGpuCount() > 0 ? Device.gpu() : Device.cpu());
        }
        if (device.equals("cpu")) {
            return new Backend(name, Device.cpu());
        }
        if (!device.matches("gpu(:\\d{1,3})?")) {
            throw new EngineException("device: must be auto, cpu, gpu or gpu:N, got " + device, null);
        }
        int number = device.equals("gpu") ? 0 : Integer.parseInt(device.substring(4));
        if (number >= started.getGpuCount()) {
            throw new EngineException(
                    "device: " + name.djl() + " sees "
                            + (started.getGpuCount() == 0
                                    ? "no GPU"
                                    : started.getGpuCount() + " GPU(s), numbered from 0")
                            + " on this machine, got " + device + "; --device cpu runs everywhere",
                    null);
        }
        return new Backend(name, Device.gpu(number));
    }

    private static Engine start(EngineName name) {
        // DJL otherwise asks the network where it runs, and tells its authors.
        if (System.getProperty(OPT_OUT) == null) {
            System.setProperty(OPT_OUT, "true");
        }
        try {
            Engine engine = Engine.getEngine(name.djl());
            if (engine != null) {
                return engine;
            }
        } catch (RuntimeException | LinkageError e) {
            throw new EngineException(absent(name) + " (" + rootMessage(e) + ")", e);
        }
        throw new EngineException(absent(name), null);
    }

    private static String absent(EngineName name) {
        EngineName other = name == EngineName.PYTORCH ? EngineName.MXNET : EngineName.PYTORCH;
        return "engine: " + name + " does not start: its native library is not on the class path for "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + "; --engine " + other
                + " may, and bestiary doctor tells more";
    }

    private static String rootMessage(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }

    /** The version of the engine's own library. */
    public String engineVersion() {
        return Engine.getEngine(engine.djl()).getVersion();
    }

    /** Makes a manager of arrays; closing it frees them. */
    public NDManager newManager() {
        return NDManager.newBaseManager(device, engine.djl());
    }

    /** Seeds the engine's random numbers, which drive dropout and sampling on the device. */
    public void seed(long seed) {
        Engine.getEngine(engine.djl()).setRandomSeed((int) (seed ^ (seed >>> 32)));
    }

    /**
     * Switches the record of gradients off for the calling thread, which is to answer only.
     *
     * <p>DJL does so for the thread that starts PyTorch, but every other thread records every operation of every forward
     * pass. MXNet records within a gradient collector only.
     */
    public void recordNoGradients() {
        if (engine != EngineName.PYTORCH) {
            return;
        }
        try {
            Class.forName("ai.djl.pytorch.jni.JniUtils")
                    .getMethod("setGradMode", boolean.class)
                    .invoke(null, false);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Counts the native arrays that are alive in this process on this engine. */
    public long liveArrays() {
        try (NDManager manager = newManager()) {
            NDManager root = manager;
            while (root.getParentManager() != null && root.getParentManager() != root) {
                root = root.getParentManager();
            }
            return root.getManagedArrays().size();
        }
    }

    /** The device as the command line spells it. */
    public String deviceName() {
        return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
    }

    @Override
    public String toString() {
        return engine + " on " + deviceName();
    }
}
