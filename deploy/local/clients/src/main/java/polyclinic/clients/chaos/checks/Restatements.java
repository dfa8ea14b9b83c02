package polyclinic.clients.chaos.checks;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import polyclinic.clients.chaos.work.Findings;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;

/**
 * The owners state their facts again and again during the faults, whichever replica is asked and goes on, and whoever keeps a projection
 * holds it against that.
 */
public final class Restatements {
    private static final List<String> OWNERS = List.of("patient", "appointment", "billing");
    private static final List<String> KEEPERS =
            List.of("patient", "appointment", "prescription", "billing", "notes", "asset");
    private static final Duration END_TIMEOUT = Duration.ofSeconds(120);

    /** A statement of all facts keeps everybody who keeps them busy for a second or two. */
    private static final long PAUSE_MS = 4_000;

    /** By how much a clock may have been wrong. */
    private static final Duration CLOCK_STEP = Duration.ofMinutes(1);

    /** Of a projection that was told of something later, or by its owner directly, a restatement may take something back for a moment. */
    private static final Pattern LOST = Pattern.compile(
            "^polyclinic_reconciliation_differences_total\\{[^}]*difference=\"(?:lost|stale)\"[^}]*} ([0-9.E]+)$",
            Pattern.MULTILINE);

    private final Clinic clinic;
    private final Findings findings;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Map<String, Double> before;
    private final Thread thread;

    public Restatements(Clinic clinic, Findings findings) {
        this.clinic = clinic;
        this.findings = findings;
        before = lost();
        thread = new Thread(this::repeat, "restatements");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void repeat() {
        for (int turn = 0; !stopped.get(); turn++) {
            for (String owner : OWNERS) {
                List<String> replicas = replicas(owner);
                begin(replicas.get(turn % replicas.size()));
            }
            Poller.sleep(PAUSE_MS);
        }
    }

    private void begin(String replica) {
        try {
            new ApiClient(clinic.http(), replica, null).post("/q/restatements", Map.of());
        } catch (CheckFailed away) {
            // the next turn asks another
        }
    }

    /** Returns when the last run of each has come to its end. */
    public void awaitEnd() {
        stopped.set(true);
        for (String owner : OWNERS) {
            ApiClient management = new ApiClient(clinic.http(), replicas(owner).get(0), null).retrying();
            try {
                Poller.until(
                        END_TIMEOUT,
                        () -> isOver(management
                                        .get("/q/restatements")
                                        .expect(200)
                                        .json())
                                ? true
                                : null,
                        () -> owner + "-service does not come to the end of stating its facts");
            } catch (CheckFailed late) {
                findings.add(String.valueOf(late.getMessage()));
            }
        }
    }

    private static boolean isOver(JsonNode report) {
        JsonNode runs = report.path("restatements");
        boolean over = !runs.isEmpty();
        for (JsonNode run : runs)
            over = over
                    && Instant.parse(run.path("nextAt").asText())
                            .isAfter(Instant.now().plus(CLOCK_STEP));
        return over;
    }

    /**
     * Tells of what was lost and is mended, after all events have been read. It is no failure: a replica that is being relieved of a
     * partition may still finish an older restatement beside its successor, which the next one mends.
     */
    public void report(Consumer<String> progress) {
        lost().forEach((replica, count) -> {
            double already = before.getOrDefault(replica, 0.0);
            // Who was started again begins to count at zero.
            double more = count < already ? count : count - already;
            if (more > 0)
                progress.accept(
                        String.format(Locale.ROOT, "%s had lost %.0f facts, found as they were stated", replica, more));
        });
    }

    private Map<String, Double> lost() {
        Map<String, Double> counts = new TreeMap<>();
        for (String keeper : KEEPERS)
            for (String replica : replicas(keeper)) {
                byte[] metrics = new ApiClient(clinic.http(), replica, null)
                        .retrying()
                        .get("/q/metrics")
                        .expect(200)
                        .bytes();
                Matcher counter = LOST.matcher(new String(metrics, StandardCharsets.UTF_8));
                double sum = 0;
                while (counter.find()) sum += Double.parseDouble(counter.group(1));
                counts.put(keeper + "-service at " + replica, sum);
            }
        return counts;
    }

    private List<String> replicas(String service) {
        return Arrays.asList(clinic.require("POLYCLINIC_" + service.toUpperCase(Locale.ROOT) + "_MANAGEMENT_URL")
                .split(","));
    }
}
