package polyclinic.suite;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Clients who work all the time and try nothing twice: whatever goes wrong for one of them is kept. */
abstract class ImpatientClients {
    private static final int CLIENTS = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(120);

    private final long pauseMillis;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong longestNanos = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    /** @param pauseMillis of each of them between two rounds */
    ImpatientClients(long pauseMillis) {
        this.pauseMillis = pauseMillis;
    }

    /**
     * What one of them does again and again.
     *
     * @param number from 0, another one each time
     */
    abstract void round(int number);

    void start() {
        for (int i = 0; i < CLIENTS; i++) {
            Thread thread = new Thread(this::work, "client-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    /** Until so many more rounds are over, whether they went well or not. */
    void awaitMore(int rounds) {
        int wanted = done.get() + rounds;
        await(rounds + " more rounds").atMost(TIMEOUT).until(() -> done.get() >= wanted);
    }

    void stop() {
        stopped = true;
        await("the clients end").atMost(TIMEOUT).until(() -> threads.stream().noneMatch(Thread::isAlive));
    }

    Queue<String> failures() {
        return failures;
    }

    /** The milliseconds of the change that took longest. */
    long longestMillis() {
        return Duration.ofNanos(longestNanos.get()).toMillis();
    }

    <T> T timed(Supplier<T> change) {
        long begin = System.nanoTime();
        try {
            return change.get();
        } finally {
            longestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
        }
    }

    private void work() {
        while (!stopped) {
            try {
                round(next.getAndIncrement());
            } catch (RuntimeException | AssertionError failure) {
                failures.add(String.valueOf(failure.getMessage()));
            }
            done.incrementAndGet();
            pause();
        }
    }

    private void pause() {
        try {
            Thread.sleep(pauseMillis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
