package polyclinic.audit.analytics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.values.Ids;
import polyclinic.commons.web.IdempotencyKey;

/**
 * Records what a page reports. Events of a request with an idempotency key have ids that follow from it: so a repetition adds what a
 * killed one has not come to, and nothing twice.
 */
@ApplicationScoped
class EventRecording {
    private final AnalyticsEvents events;
    private final CurrentCaller current;
    private final Clock clock;

    EventRecording(AnalyticsEvents events, CurrentCaller current, Clock clock) {
        this.events = events;
        this.current = current;
        this.clock = clock;
    }

    /** Fails with 422 {@code invalid-input} or {@code idempotency-key-reused}. */
    Uni<Void> record(RecordEvents request, Caller caller) {
        IdempotencyKey key = IdempotencyKey.of(current, request);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<AnalyticsEvent> added = new ArrayList<>();
        for (RecordEvent sent : request.events()) added.add(event(sent, added.size(), key, caller, now));
        AnalyticsEvent first = added.get(0);
        return events.add(first)
                .chain(isNew -> isNew || key == null ? Uni.createFrom().voidItem() : same(first.id(), key))
                .chain(() -> events.addAll(added.subList(1, added.size())));
    }

    private static AnalyticsEvent event(
            RecordEvent sent, int place, @Nullable IdempotencyKey key, Caller caller, Instant now) {
        String field = "[" + place + "].data";
        ObjectNode data = EventData.checked(field, sent.data());
        return AnalyticsEvent.of(
                key == null ? Ids.next() : id(key, place),
                sent,
                data.toString(),
                EventData.page(field, data),
                caller,
                now,
                key == null ? null : key.hash());
    }

    private static UUID id(IdempotencyKey key, int place) {
        String name = key.caller() + "|" + key.key() + "|" + place;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private Uni<Void> same(UUID first, IdempotencyKey key) {
        return events.get(first)
                .invoke(stored -> {
                    if (stored != null && stored.requestHash() != null) key.check(stored.requestHash());
                })
                .replaceWithVoid();
    }
}
