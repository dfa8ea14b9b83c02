package polyclinic.clients.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import polyclinic.clients.Api;
import polyclinic.clients.Clinic;
import polyclinic.clients.Json;
import polyclinic.clients.Wait;

/**
 * How far audit-service is behind. It ingests each partition of audit.entries in order, so it has everything as soon as it
 * has the last entry of each partition; whether it has, the auditor asks it.
 */
final class AuditLag {
    private static final String TOPIC = "audit.entries";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final String kafka;
    private final Api auditor;
    private final long begin = System.nanoTime();
    private final long entriesBefore;

    AuditLag(Clinic clinic) {
        kafka = clinic.require("POLYCLINIC_KAFKA");
        auditor = clinic.as("auditor").patient();
        entriesBefore = entries();
    }

    /**
     * What came of it.
     *
     * @param entries written since the beginning
     * @param seconds from now until all of them were ingested
     * @param perSecond ingested, on average since the beginning
     */
    record Result(long entries, double seconds, double perSecond) {}

    /** Waits until everything that has been written until now is ingested. */
    Result awaitAll() {
        long from = System.nanoTime();
        Set<String> missing = new TreeSet<>();
        for (String last : Arrivals.last(kafka, TOPIC).values())
            missing.add(
                    Json.parse(last.getBytes(StandardCharsets.UTF_8)).path("id").asText());
        long entries = entries() - entriesBefore;
        List<String> ids = new ArrayList<>(missing);
        Wait.until(
                PATIENCE,
                () -> {
                    ids.removeIf(
                            id -> auditor.get("/audit/" + id).expect(200, 404).status() == 200);
                    return ids.isEmpty() ? true : null;
                },
                () -> "audit-service has not ingested everything");
        long now = System.nanoTime();
        return new Result(entries, (now - from) / 1e9, entries * 1e9 / (now - begin));
    }

    private long entries() {
        Map<TopicPartition, Long> ends = Arrivals.ends(kafka, TOPIC);
        return ends.values().stream().mapToLong(Long::longValue).sum();
    }
}
