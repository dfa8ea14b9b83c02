package polyclinic.commons.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
@Startup
public class Audit {
    /** Where all services send their entries. */
    public static final String TOPIC = "audit.entries";

    private static final Duration KAFKA_TIMEOUT = Duration.ofMillis(1500);
    private static final Duration KAFKA_RETRY_DELAY = Duration.ofSeconds(2);

    private final CurrentCaller caller;
    private final NamedPatients patients;
    private final CloudEventFactory envelopes;
    private final EntrySigning signing;
    private final KafkaSender kafka;
    private final Instance<AuditFallback> fallback;
    private final Clock clock;
    private final String service;
    private final Counter readsRefused;
    /** Until then Kafka is not tried: a read must not wait for a broker that was away a moment ago. */
    private volatile Instant kafkaAwayUntil = Instant.MIN;

    Audit(
            CurrentCaller caller,
            NamedPatients patients,
            CloudEventFactory envelopes,
            EntrySigning signing,
            KafkaSender kafka,
            Instance<AuditFallback> fallback,
            Clock clock,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.caller = caller;
        this.patients = patients;
        this.envelopes = envelopes;
        this.signing = signing;
        this.kafka = kafka;
        this.fallback = fallback;
        this.clock = clock;
        this.service = service;
        this.readsRefused = Counter.builder("polyclinic.audit.reads.refused")
                .description("Reads that were refused because their entry could be kept nowhere")
                .register(metrics);
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
                        who.subject(),
                        who.name(),
                        caller.roles().stream().sorted().toList()),
                action,
                entityType,
                entityId == null ? null : entityId.toString(),
                List.of(),
                patientId,
                List.of(),
                null,
                "success",
                null,
                List.of(),
                new AuditEntry.Source(service, who.ip(), who.userAgent()),
                span.isValid() ? span.getTraceId() : null);
    }

    /** The entry of a change as a message for the outbox, signed. */
    public OutboxMessage message(AuditEntry entry) {
        NamedPatients.changed(patients.request(), entry);
        return envelope(entry);
    }

    private OutboxMessage envelope(AuditEntry entry) {
        return envelopes.envelope(
                entry.id(), TOPIC, key(entry), "audit.recorded.v1", entry.occurredAt(), signing.signed(entry));
    }

    /** An id in any case: keys are seen by whoever runs the broker. */
    private static String key(AuditEntry entry) {
        if (entry.patientId() != null) return entry.patientId().toString();
        // The path of a refused operation is a client's text.
        boolean isId = entry.entityId() != null && !entry.entityType().equals("operation");
        return isId ? Objects.requireNonNull(entry.entityId()) : entry.id().toString();
    }

    /** One record was read. Compose it before the answer. */
    public Uni<Void> read(String entityType, Object entityId, @Nullable UUID patientId) {
        return record(entry("read", entityType, entityId, patientId));
    }

    /** A list that shows no patient was read. */
    public Uni<Void> searched(String entityType) {
        return searched(entityType, null, List.of());
    }

    /** One patient's list was read; the entry says what was asked for. Compose it before the answer. */
    public Uni<Void> searched(String entityType, @Nullable UUID patientId) {
        return searched(entityType, patientId, List.of());
    }

    /** A list was read: one entry that names every patient whom it shows, and what was asked for. */
    public Uni<Void> searched(String entityType, Collection<? extends PatientData> shown) {
        return searched(entityType, null, shown);
    }

    /** The same for a list that was asked for one patient, who is named even if nothing was found. */
    public Uni<Void> searched(String entityType, @Nullable UUID asked, Collection<? extends PatientData> shown) {
        return record(
                search(entityType),
                Stream.concat(Stream.ofNullable(asked), shown.stream().flatMap(view -> view.patients().stream()))
                        .toList());
    }

    /** Records an entry that names these patients, in as many entries as it takes. */
    public Uni<Void> record(AuditEntry entry, Collection<UUID> patients) {
        List<UUID> distinct = patients.stream().distinct().toList();
        if (distinct.size() <= AuditEntry.MAX_PATIENTS) return record(entry.withPatients(distinct));
        return record(entry.withPatients(distinct.subList(0, AuditEntry.MAX_PATIENTS)))
                .chain(() -> record(another(entry), distinct.subList(AuditEntry.MAX_PATIENTS, distinct.size())));
    }

    /** The same as a new entry, of now. */
    public AuditEntry another(AuditEntry entry) {
        return entry.with(Ids.next(), clock.instant());
    }

    /** The entry of a search by the request at hand, which names nobody yet. */
    public AuditEntry search(String entityType) {
        return entry("search", entityType, null, null).withQuery(caller.query());
    }

    /**
     * The same where nothing found may mean that the caller may not see the patient who was asked for: that is a denied look, and
     * no search of theirs to be told to the patient as done.
     *
     * @param reached whether the caller may see the patient; asked only when nothing was found
     */
    public Uni<Void> searched(
            String entityType,
            @Nullable UUID asked,
            Collection<? extends PatientData> shown,
            Supplier<Uni<Boolean>> reached) {
        if (asked == null || !shown.isEmpty()) return searched(entityType, asked, shown);
        return reached.get().chain(may -> {
            if (may) return searched(entityType, asked, shown);
            refused(search(entityType).withPatients(List.of(asked)));
            return Uni.createFrom().voidItem();
        });
    }

    /** Records an entry that belongs to no change. Fails with 503 {@code audit-unavailable} when it cannot be kept anywhere. */
    public Uni<Void> record(AuditEntry entry) {
        RoutingContext request = patients.request();
        return kept(entry)
                .invoke(() -> NamedPatients.read(request, entry))
                .onFailure(Unrecorded.class)
                .invoke(lost -> readsRefused.increment());
    }

    private Uni<Void> kept(AuditEntry entry) {
        OutboxMessage message = envelope(entry);
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

    /**
     * Somebody tried what their role does not have, or looked at what they may not see. The refusal stands whether or not this
     * can be recorded, and does not wait for it, so that its time tells nothing about what there is.
     */
    public void refused(AuditEntry entry) {
        kept(entry.withOutcome("denied"))
                .subscribe()
                .with(done -> {}, failure -> Log.warn("a refusal could not be recorded in the audit trail"));
    }

    private Uni<Void> keep(OutboxMessage message) {
        if (fallback.isUnsatisfied()) return Uni.createFrom().failure(new Unrecorded());
        return fallback.get().keep(message).onFailure().transform(failure -> new Unrecorded());
    }

    private static final class Unrecorded extends Problem {
        Unrecorded() {
            super(503, "audit-unavailable", "The read cannot be recorded in the audit trail, so it is refused.");
        }
    }
}
