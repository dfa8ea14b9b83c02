package polyclinic.clients.seed;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import polyclinic.clients.http.JsonNodes;

/**
 * Events that go into a service's outbox with the rows that they tell of, so that the service itself sends them and every other
 * service learns of the rows as it learns of any. Envelopes are CloudEvents 1.0 in the Kafka binding's binary mode.
 */
final class OutboxRows {
    /** Of the row's own columns, to be selected from {@link #UNNEST}; the row that the event is of is {@code told}. */
    static final String COLUMNS = "(id, aggregatetype, aggregateid, type, payload, headers)";

    static final String SELECTED = "e.id, '%s', e.told::text, e.type, e.payload, e.headers";

    /** With the numbers of five parameters. */
    static final String UNNEST =
            "unnest($%d::uuid[], $%d::uuid[], $%d::text[], $%d::text[], $%d::text[]) as e(id, told, type, payload, headers)";

    private final String source;
    private final List<UUID> ids = new ArrayList<>();
    private final List<UUID> told = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private final List<String> payloads = new ArrayList<>();
    private final List<String> headers = new ArrayList<>();

    /** @param service whose outbox it is */
    OutboxRows(String service) {
        source = "/" + service;
    }

    void add(UUID id, UUID about, String type, JsonNode data, Instant time) {
        ids.add(id);
        told.add(about);
        types.add(type);
        payloads.add(data.toString());
        headers.add(JsonNodes.object(
                        "ce_specversion", "1.0",
                        "ce_id", id,
                        "ce_type", type,
                        "ce_source", source,
                        "ce_subject", about,
                        "ce_time", time,
                        "ce_actor", "seed",
                        "content-type", "application/json")
                .toString());
    }

    List<Object> parameters() {
        return List.of(
                ids.toArray(UUID[]::new),
                told.toArray(UUID[]::new),
                types.toArray(String[]::new),
                payloads.toArray(String[]::new),
                headers.toArray(String[]::new));
    }
}
