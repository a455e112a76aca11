package io.bestiary.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeakGuardTest {

    @Test
    void saysOnceThatArraysStayAndAgainWhenTheyHaveDoubled() {
        AtomicLong live = new AtomicLong(300);
        List<String> notices = new ArrayList<>();
        LeakGuard guard = new LeakGuard(live::get, notices::add);
        for (int step = 50; step <= 2000; step += 50) {
            guard.check(step);
            live.addAndGet(60);
        }
        assertThat(notices).hasSize(3);
        assertThat(notices.get(0))
                .isEqualTo(
                        "LEAK: 420 arrays are alive after step 150, after step 50 they were 300; something in the task"
                                + " keeps what it made");
        assertThat(notices.get(1)).startsWith("LEAK: 900 arrays are alive after step 550");
    }

    @Test
    void aSteadyNumberIsNoLeak() {
        List<String> notices = new ArrayList<>();
        LeakGuard guard = new LeakGuard(() -> 300, notices::add);
        guard.check(50);
        guard.check(1_000_000);
        assertThat(notices).isEmpty();
    }
}
