package polyclinic.clients.feed;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;

/**
 * A client that watches all day. What it was told must be what the log has, each event once and in the log's order, and the steps
 * of each thing in the order in which they were taken.
 */
public final class WatchedDay implements AutoCloseable {
    private static final Duration ARRIVAL_TIMEOUT = Duration.ofSeconds(30);
    private static final String USER = "admin";
    private static final String TOPICS =
            "patients,queue,appointments,clinical_data,notes,results,prescriptions,documents";

    private final ApiClient api;
    private final LiveFeed feed;
    private final String begin;

    /** Watches from now on. */
    public WatchedDay(Clinic clinic) {
        api = clinic.as(USER);
        begin = api.get("/changes").expect(200).json().path("next").asText();
        feed = LiveFeed.open(clinic.http(), clinic.gateway(), clinic.session(USER, USER), TOPICS, begin);
    }

    /**
     * Checks what was told so far of one patient.
     *
     * @param steps for each thing of the patient's the steps that it took, {@code appointment.booked.v1}, in their order; others may
     *     lie between them
     * @return the result in a few words
     */
    public String check(String patientId, List<List<String>> steps) {
        List<Long> log = log();
        List<ToldEvent> told = Poller.until(ARRIVAL_TIMEOUT, () -> toldAllOf(log), () -> missing(log));
        CheckFailed.unless(feed.end().isEmpty(), "the stream did not go on: " + feed.end());
        CheckFailed.unlessEqual(
                "what was told",
                log,
                told.stream()
                        .map(ToldEvent::seq)
                        .filter(seq -> seq <= last(log))
                        .toList());
        List<ToldEvent> own = told.stream()
                .filter(event -> event.patientId().equals(patientId))
                .toList();
        requireOnce(own);
        for (List<String> thing : steps) requireInOrder(own, thing);
        long median = own.stream()
                .map(event ->
                        Duration.between(event.occurredAt(), event.toldAt()).toMillis())
                .sorted()
                .skip(own.size() / 2)
                .findFirst()
                .orElse(0L);
        return String.format(
                Locale.ROOT,
                "%d events, each once, in order; %d of this patient, %d ms",
                told.size(),
                own.size(),
                median);
    }

    @Override
    public void close() {
        feed.close();
    }

    private List<Long> log() {
        List<Long> log = new ArrayList<>();
        String after = begin;
        while (true) {
            JsonNode page = api.get("/changes?limit=500&topics=" + TOPICS + "&after=" + after)
                    .expect(200)
                    .json();
            page.path("items").forEach(item -> log.add(item.path("seq").asLong()));
            if (!page.path("more").asBoolean()) return log;
            after = page.path("next").asText();
        }
    }

    private static long last(List<Long> log) {
        return log.isEmpty() ? 0 : log.get(log.size() - 1);
    }

    private @Nullable List<ToldEvent> toldAllOf(List<Long> log) {
        List<ToldEvent> told = feed.told();
        boolean all = log.isEmpty()
                || !told.isEmpty() && told.get(told.size() - 1).seq() >= last(log)
                || !feed.end().isEmpty();
        return all ? told : null;
    }

    private String missing(List<Long> log) {
        return "the live feed has told " + feed.told().size() + " of " + log.size() + " events";
    }

    /** A thing takes a step, into one state, once: what has the same of all was told twice. */
    private static void requireOnce(List<ToldEvent> own) {
        Set<String> seen = new HashSet<>();
        for (ToldEvent event : own)
            CheckFailed.unless(
                    seen.add(event.entity() + " " + event.step() + " " + event.occurredAt()),
                    event.step() + " was told twice");
    }

    private static void requireInOrder(List<ToldEvent> own, List<String> steps) {
        int next = 0;
        for (ToldEvent event : own) if (next < steps.size() && event.step().startsWith(steps.get(next))) next++;
        if (next < steps.size()) throw new CheckFailed("the live feed lacks " + steps.get(next) + " in its place");
    }
}
