package polyclinic.commons.audit;

import io.opentelemetry.api.trace.Span;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.async.SameContext;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.messaging.CloudEventFactory;
import polyclinic.commons.messaging.KafkaSender;
import polyclinic.commons.messaging.OutboxMessage;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;

/**
 * Makes audit entries. An entry of a change goes into the outbox with the change; an entry of a read is acknowledged by
 * Kafka before the answer leaves, else kept in the service's own store, else the read is refused.
 */
@ApplicationScoped
public class Audit {
    private static final String TOPIC = "audit.entries";
    private static final Duration KAFKA_TIMEOUT = Duration.ofMillis(1500);
    private static final Duration KAFKA_RETRY_DELAY = Duration.ofSeconds(2);

    private final CurrentCaller caller;
    private final CloudEventFactory envelopes;
    private final EntrySigning signing;
    private final KafkaSender kafka;
    private final Instance<AuditFallback> fallback;
    private final Clock clock;
    private final String service;
    /** Until then Kafka is not tried: a read must not wait for a broker that was away a moment ago. */
    private volatile Instant kafkaAwayUntil = Instant.MIN;

    Audit(
            CurrentCaller caller,
            CloudEventFactory envelopes,
            EntrySigning signing,
            KafkaSender kafka,
            Instance<AuditFallback> fallback,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.caller = caller;
        this.envelopes = envelopes;
        this.signing = signing;
        this.kafka = kafka;
        this.fallback = fallback;
        this.clock = clock;
        this.service = service;
    }

    /**
     * An entry of the caller at hand, successful so far; {@link AuditEntry#withReason} and its like say more.
     *
     * @param action a verb
     * @param entityType the noun in snake case
     * @param entityId its id, or null when it is about many
     * @param patientId the patient whose data it is, or null
     */
    public AuditEntry entry(String action, String entityType, @Nullable Object entityId, @Nullable UUID patientId) {
        Caller who = caller.actor();
        var span = Span.current().getSpanContext();
        return new AuditEntry(
                Ids.next(),
                clock.instant(),
                new AuditEntry.Actor(
                        who.subject(), who.name(), caller.roles().stream().sorted().toList()),
                action,
                entityType,
                entityId == null ? null : entityId.toString(),
                patientId,
                "success",
                null,
                List.of(),
                new AuditEntry.Source(service, who.ip(), who.userAgent()),
                span.isValid() ? span.getTraceId() : null);
    }

    /** The entry as a message for the outbox, signed, keyed by the patient where there is one. */
    public OutboxMessage message(AuditEntry entry) {
        return envelopes.envelope(
                entry.id(), TOPIC, key(entry), "audit.recorded.v1", entry.occurredAt(), signing.signed(entry));
    }

    private static String key(AuditEntry entry) {
        if (entry.patientId() != null) return entry.patientId().toString();
        return entry.entityId() != null ? entry.entityId() : entry.entityType();
    }

    /** One record was read. Compose it before the answer. */
    public Uni<Void> read(String entityType, Object entityId, @Nullable UUID patientId) {
        return record(entry("read", entityType, entityId, patientId));
    }

    /** A list was read; {@code patientId} when it was one patient's. */
    public Uni<Void> searched(String entityType, @Nullable UUID patientId) {
        return record(entry("search", entityType, null, patientId));
    }

    /** Records an entry that belongs to no change. Fails with 503 {@code audit-unavailable} when it cannot be kept anywhere. */
    public Uni<Void> record(AuditEntry entry) {
        OutboxMessage message = message(entry);
        if (clock.instant().isBefore(kafkaAwayUntil)) return keep(message);
        return SameContext.emitOn(kafka.send(List.of(message))
                        .ifNoItem()
                        .after(KAFKA_TIMEOUT)
                        .fail())
                .onFailure()
                .recoverWithUni(failure -> {
                    kafkaAwayUntil = clock.instant().plus(KAFKA_RETRY_DELAY);
                    return keep(message);
                });
    }

    /** Somebody tried what their role does not have. The refusal stands whether or not this can be recorded. */
    public void denied(String method, String path) {
        AuditEntry entry =
                entry(method.toLowerCase(Locale.ROOT), "operation", path, null).withOutcome("denied");
        record(entry)
                .subscribe()
                .with(done -> {}, failure -> Log.warn("a denied operation could not be recorded in the audit trail"));
    }

    private Uni<Void> keep(OutboxMessage message) {
        if (fallback.isUnsatisfied()) return Uni.createFrom().failure(unavailable());
        return fallback.get().keep(message).onFailure().transform(failure -> unavailable());
    }

    private static Problem unavailable() {
        return new Problem(
                503, "audit-unavailable", "The read cannot be recorded in the audit trail, so it is refused.");
    }
}
