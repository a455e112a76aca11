package io.bestiary.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.LongBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class LoaderTest {
    private static final BatchPlan PLAN = BatchPlan.shuffled(100, 8, 3);

    /** Numbers that are a function of seed, epoch and index, made at an uneven pace. */
    private static Batch numbers(int[] indices, long epoch) {
        long[] values = new long[indices.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Seeds.of(1, "number", epoch, indices[i]).nextLong();
        }
        pause(indices[0] % 3);
        return new Batch(List.of(HostTensor.longs(values, values.length)), List.of(), indices);
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(Duration.ofMillis(millis).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Long> drain(Loader.Batches batches) {
        List<Long> values = new ArrayList<>();
        while (batches.hasNext()) {
            LongBuffer data = (LongBuffer) batches.next().inputs().get(0).data();
            for (int i = 0; i < data.remaining(); i++) {
                values.add(data.get(i));
            }
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void deliversTheSameWithAnyNumberOfThreads(int workers) {
        try (Loader here = new Loader(PLAN, LoaderTest::numbers, 0);
                Loader there = new Loader(PLAN, LoaderTest::numbers, workers)) {
            for (int epoch = 0; epoch < 3; epoch++) {
                List<Long> expected = drain(here.epoch(epoch, 0));
                assertThat(expected).hasSize(100);
                assertThat(drain(there.epoch(epoch, 0))).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void goesOnInTheMiddleOfAnEpoch(int workers) {
        try (Loader loader = new Loader(PLAN, LoaderTest::numbers, workers)) {
            assertThat(loader.batches(5)).isEqualTo(13);
            List<Long> all = drain(loader.epoch(5, 0));
            assertThat(drain(loader.epoch(5, 4))).isEqualTo(all.subList(32, 100));
            assertThat(loader.epoch(5, 13)).isExhausted();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loader.epoch(5, 14))
                    .withMessage("first_batch: must be between 0 and 13, got 14");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void anErrorSurfacesUnchangedInItsPlace(int workers) {
        DataException broken = new DataException("picture 17 is broken");
        Collator collator = (indices, epoch) -> {
            if (indices[0] == 16) {
                throw broken;
            }
            return numbers(indices, epoch);
        };
        try (Loader loader = new Loader(BatchPlan.inOrder(100, 8), collator, workers)) {
            Loader.Batches batches = loader.epoch(0, 0);
            batches.next();
            batches.next();
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(batches::next)
                    .isSameAs(broken);
            assertThat(batches).isExhausted();
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(batches::next);
            assertThat(loader.epoch(0, 3).next().indices()).startsWith(24);
        }
    }

    @Test
    void closingInTheMiddleMakesNoMore() {
        AtomicInteger made = new AtomicInteger();
        Collator collator = (indices, epoch) -> {
            made.incrementAndGet();
            return numbers(indices, epoch);
        };
        try (Loader loader = new Loader(BatchPlan.inOrder(1000, 1), collator, 2)) {
            try (Loader.Batches batches = loader.epoch(0, 0)) {
                batches.next();
            }
            assertThat(drain(loader.epoch(1, 998))).hasSize(2);
        }
        assertThat(made.get()).isLessThan(20);
    }

    @Test
    void closingLeavesNoThread() {
        Loader loader = new Loader(PLAN, LoaderTest::numbers, 3);
        loader.epoch(0, 0).next();
        assertThat(threads()).isEqualTo(3);
        loader.close();
        assertThat(threads()).isZero();
        assertThatIllegalStateException().isThrownBy(() -> loader.epoch(1, 0)).withMessage("the loader is closed");
    }

    @Test
    void closingFreesWhoeverWaits() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        Collator stuck = (indices, epoch) -> {
            began.countDown();
            pause(60_000);
            return numbers(indices, epoch);
        };
        Loader loader = new Loader(PLAN, stuck, 1);
        Loader.Batches batches = loader.epoch(0, 1);
        began.await();
        Thread closing = new Thread(() -> {
            pause(200);
            loader.close();
        });
        closing.start();
        assertThatIllegalStateException().isThrownBy(() -> drain(batches)).withMessage("the loader is closed");
        closing.join();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("bestiary-loader"))
                .filter(Thread::isAlive)
                .count();
    }
}
