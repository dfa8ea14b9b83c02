package polyclinic.suite;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.DoctorOnboarding;
import polyclinic.clients.http.ApiClient;

/** Clients who book, read and cancel all the time and try nothing twice: whatever goes wrong for one of them is kept. */
final class ImpatientBookings {
    private static final int CLIENTS = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final long PAUSE_MS = 20;

    private final Clinic clinic;
    private final String doctor;
    private final String patient;
    private final Instant firstSlot = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(2, ChronoUnit.DAYS);
    private final AtomicInteger slot = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong longestNanos = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    ImpatientBookings(Clinic clinic) {
        this.clinic = clinic;
        ApiClient admin = clinic.as("admin").retrying();
        doctor = DoctorOnboarding.register(
                        admin,
                        "Uma",
                        "Upgrade",
                        "U-" + UUID.randomUUID(),
                        UUID.randomUUID().toString(),
                        15,
                        "general_practice")
                .path("id")
                .asText();
        patient = admin.post(
                        "/patients?confirmDistinct=true",
                        Map.of(
                                "givenName",
                                UUID.randomUUID().toString(),
                                "familyName",
                                "Upgrade",
                                "birthDate",
                                "1980-01-01",
                                "sex",
                                "unknown"))
                .expect(201)
                .text("id");
    }

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

    /** Ids and states as the clients were told them. */
    Queue<String> acknowledged() {
        return acknowledged;
    }

    /** Ids and states as they are kept. */
    List<String> booked() {
        return clinic.as("reception").retrying().all("/appointments?doctorId=" + doctor).stream()
                .map(item ->
                        item.path("id").asText() + " " + item.path("status").asText())
                .toList();
    }

    private void work() {
        ApiClient reception = clinic.as("reception");
        while (!stopped) {
            try {
                round(reception, slot.getAndIncrement());
            } catch (RuntimeException | AssertionError failure) {
                failures.add(String.valueOf(failure.getMessage()));
            }
            done.incrementAndGet();
            pause();
        }
    }

    private void round(ApiClient reception, int number) {
        Instant start = firstSlot.plus(Duration.ofMinutes(15L * number));
        String id = timed(() -> reception
                .post("/appointments", Map.of("patientId", patient, "doctorId", doctor, "start", start.toString()))
                .expect(201)
                .text("id"));
        String status = "scheduled";
        reception.get("/appointments/" + id).expect(200);
        if (number % 3 == 0) {
            timed(() -> reception
                    .post("/appointments/" + id + "/cancel", Map.of("reason", "a change of plans"))
                    .expect(200));
            status = "cancelled";
        }
        acknowledged.add(id + " " + status);
    }

    private <T> T timed(Supplier<T> change) {
        long begin = System.nanoTime();
        try {
            return change.get();
        } finally {
            longestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
