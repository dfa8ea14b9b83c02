package polyclinic.clients.chaos.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.Clinic;

/** Some people at work at once, each with one patient after another. The pace leaves the processors to what is starting again. */
public final class ClinicLoad {
    private static final int WORKERS = 4;
    private static final long PAUSE_MS = 150;
    private static final Duration END_TIMEOUT = Duration.ofMinutes(6);

    private final Acknowledgements acknowledged = new Acknowledgements();
    private final AtomicLong repetitions = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    /** @param seed by which each worker chooses what comes next */
    public ClinicLoad(Clinic clinic, Premises premises, Findings findings, long seed) {
        for (int i = 0; i < WORKERS; i++) {
            Random random = new Random(seed * 31 + i);
            RepeatedRequests requests = new RepeatedRequests(findings, repetitions, random);
            Workflows workflows = new Workflows(clinic, premises, requests, acknowledged);
            Thread thread = new Thread(() -> work(workflows, random, findings), "worker-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    /** Nobody begins anything more; what was begun goes on. */
    public void stop() {
        stopped = true;
    }

    /** Returns when everybody has finished what they had begun. */
    public void awaitEnd() {
        Poller.until(
                END_TIMEOUT,
                () -> threads.stream().noneMatch(Thread::isAlive) ? true : null,
                () -> "the clinic's work does not end");
    }

    public Acknowledgements acknowledged() {
        return acknowledged;
    }

    /** Returns how many requests had to be sent again. */
    public long repetitions() {
        return repetitions.get();
    }

    private void work(Workflows workflows, Random random, Findings findings) {
        while (!stopped) {
            try {
                switch (random.nextInt(5)) {
                    case 0, 1 -> workflows.booking(random.nextInt(3) == 0);
                    case 2 -> workflows.file();
                    case 3 -> workflows.payment();
                    default -> workflows.visit();
                }
            } catch (RepeatedRequests.Unacknowledged writtenDown) {
                // the next patient may fare better
            } catch (CheckFailed failure) {
                findings.add(String.valueOf(failure.getMessage()));
            }
            Poller.sleep(PAUSE_MS);
        }
    }
}
