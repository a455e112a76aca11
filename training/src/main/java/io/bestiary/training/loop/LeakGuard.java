package io.bestiary.training.loop;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Notices that arrays stay alive after the steps that made them: sooner or later the memory would be full. */
final class LeakGuard {
    private static final long SPARE = 100;

    private final LongSupplier live;
    private final Consumer<String> notices;
    private long first = -1;
    private long firstStep;
    private long allowed;

    LeakGuard(LongSupplier live, Consumer<String> notices) {
        this.live = live;
        this.notices = notices;
    }

    /**
     * Counts between two steps, and says aloud when there are many more than at first, and each time they have doubled.
     *
     * @return how many are alive
     */
    long check(long step) {
        long now = live.getAsLong();
        if (first < 0) {
            first = now;
            firstStep = step;
            allowed = now + SPARE;
        } else if (now > allowed) {
            notices.accept("LEAK: " + now + " arrays are alive after step " + step + ", after step " + firstStep
                    + " they were " + first + "; something in the task keeps what it made");
            allowed = 2 * now;
        }
        return now;
    }
}
