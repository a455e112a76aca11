package io.bestiary.zoo;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** The engines that tests run on, by their names in DJL. */
public final class Engines {

    private Engines() {}

    /** Both, but for machines that MXNet has no natives for. */
    public static List<String> all() {
        return System.getProperty("os.arch").equals("aarch64") ? List.of("PyTorch") : List.of("PyTorch", "MXNet");
    }

    /** Arrays on the CPU, where the engines can be compared. */
    public static NDManager manager(String engine) {
        return NDManager.newBaseManager(Device.cpu(), engine);
    }
}
