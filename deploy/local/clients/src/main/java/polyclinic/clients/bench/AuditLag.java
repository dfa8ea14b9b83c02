package polyclinic.clients.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import polyclinic.clients.bench.subject.TopicReader;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.KafkaConnection;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.JsonNodes;

/**
 * How far audit-service is behind. It ingests each partition of {@code audit.entries} in order, so it has everything once it
 * has the last entry of each partition, which the auditor's API shows.
 */
final class AuditLag {
    private static final Duration INGEST_TIMEOUT = Duration.ofMinutes(10);

    private final TopicReader topic;
    private final ApiClient auditor;
    private final long begin = System.nanoTime();
    private final long entriesBefore;

    AuditLag(Clinic clinic) {
        topic = new TopicReader(KafkaConnection.of(clinic), "audit.entries");
        auditor = clinic.as("auditor").retrying();
        entriesBefore = topic.length();
    }

    /**
     * What was measured.
     *
     * @param entries written since the measurement began
     * @param seconds from the call until all of them were ingested
     * @param perSecond ingested, on average since the measurement began
     */
    record Result(long entries, double seconds, double perSecond) {}

    /** Waits until everything that has been written so far is ingested. */
    Result awaitAll() {
        long from = System.nanoTime();
        List<String> missing = new ArrayList<>();
        for (String last : topic.lastMessages().values()) missing.add(id(last));
        long entries = topic.length() - entriesBefore;
        Poller.until(
                INGEST_TIMEOUT,
                () -> {
                    missing.removeIf(
                            id -> auditor.get("/audit/" + id).expect(200, 404).status() == 200);
                    return missing.isEmpty() ? true : null;
                },
                () -> "audit-service has not ingested everything");
        long now = System.nanoTime();
        return new Result(entries, (now - from) / 1e9, entries * 1e9 / (now - begin));
    }

    private static String id(String message) {
        JsonNode entry = JsonNodes.parse(message.getBytes(StandardCharsets.UTF_8));
        if (entry == null) throw new CheckFailed("an audit entry in Kafka is not JSON");
        return entry.path("id").asText();
    }
}
