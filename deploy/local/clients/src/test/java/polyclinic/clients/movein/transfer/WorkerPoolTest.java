package polyclinic.clients.movein.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import polyclinic.clients.checks.CheckFailed;

class WorkerPoolTest {
    private static final int MANY = 1_000_000;

    private final CheckFailed broken = new CheckFailed("the suite does not answer");

    @Test
    void who_brings_more_work_is_told_what_failed_and_nothing_else() {
        assertThatThrownBy(() -> {
                    try (WorkerPool pool = new WorkerPool(2)) {
                        for (int i = 0; i < MANY; i++) pool.submit(this::fail);
                    }
                })
                .isSameAs(broken);
        assertThat(broken.getSuppressed()).isEmpty();
    }

    @Test
    void who_brings_no_more_is_told_at_the_end() {
        CountDownLatch brought = new CountDownLatch(1);
        WorkerPool pool = new WorkerPool(1);
        pool.submit(() -> {
            await(brought);
            fail();
        });
        brought.countDown();

        assertThatThrownBy(pool::close).isSameAs(broken);
    }

    private void fail() {
        throw broken;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw CheckFailed.interrupted(e);
        }
    }
}
