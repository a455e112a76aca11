package io.bestiary.training.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/** SIGINT and SIGTERM: the first asks to stop, the second ends the process at once. */
final class Signals {
    private Signals() {}

    /**
     * Takes both signals over.
     *
     * <p>By reflection: {@code sun.misc.Signal} is the only way to a second signal, and the compiler warns of its name.
     *
     * @return becomes true with the first signal
     */
    static AtomicBoolean stopRequests() {
        AtomicBoolean asked = new AtomicBoolean();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            if (asked.getAndSet(true)) {
                                Runtime.getRuntime().halt(Bestiary.STOPPED);
                            }
                            System.err.println("\nStopping after this step; once more stops at once.");
                        }
                        return null;
                    });
            for (String name : new String[] {"INT", "TERM"}) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // A platform without these signals trains all the same.
            return asked;
        }
        return asked;
    }
}
