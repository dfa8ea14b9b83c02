package polyclinic.commons.postgres.reconciliation;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.async.PeriodicWork;
import polyclinic.commons.async.SameContext;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;
import polyclinic.commons.messaging.KafkaSender;
import polyclinic.commons.messaging.restatements.Partitions;
import polyclinic.commons.messaging.restatements.RestatedFact;
import polyclinic.commons.messaging.restatements.Restatement;
import polyclinic.commons.postgres.Outbox;

/**
 * States the service's facts again, once a day or when somebody asks for it. A page goes through the outbox like any event, as one
 * restatement for each partition, so it takes its place among the events of the things that it names.
 */
@ApplicationScoped
class RestatementPublisher {
    private final Instance<RestatedFacts> facts;
    private final Instance<RestatementEvents> events;
    private final RestatementRuns runs;
    private final Outbox outbox;
    private final KafkaSender kafka;
    private final String topic;
    private final RestatementConfig config;
    private final Clock clock;
    private final BackgroundWork work;
    private final PeriodicWork rounds;

    RestatementPublisher(
            @Any Instance<RestatedFacts> facts,
            Instance<RestatementEvents> events,
            RestatementRuns runs,
            Outbox outbox,
            KafkaSender kafka,
            @ConfigProperty(name = "polyclinic.events.topic", defaultValue = "none") String topic,
            RestatementConfig config,
            Vertx vertx,
            Clock clock,
            Hold hold) {
        this.facts = facts;
        this.events = events;
        this.runs = runs;
        this.outbox = outbox;
        this.kafka = kafka;
        this.topic = topic;
        this.config = config;
        this.clock = clock;
        this.work = hold.background("restatements");
        this.rounds = new PeriodicWork(vertx, "restatements", config.poll(), this::round);
    }

    void start(@Observes StartupEvent event) {
        if (isOwner()) rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        if (isOwner()) rounds.stop();
    }

    /** Whether the service has any facts that others keep. */
    boolean isOwner() {
        return !facts.isUnsatisfied() && !events.isUnsatisfied();
    }

    /** States all of it now; what is under way goes on. */
    Uni<Void> begin() {
        Instant now = clock.instant();
        return runs.add(kinds(), now).chain(() -> runs.begin(kinds(), now)).invoke(rounds::wake);
    }

    Uni<JsonArray> report() {
        return runs.report(kinds());
    }

    private List<String> kinds() {
        return facts.stream().map(RestatedFacts::statedKind).sorted().toList();
    }

    private Uni<Boolean> round() {
        return runs.add(kinds(), next(clock.instant()))
                .chain(() -> kafka.partitions(topic))
                .chain(partitions -> work.whenReleased(() -> Panache.withTransaction(() -> page(partitions))))
                .chain(more ->
                        more ? pause().replaceWith(true) : Uni.createFrom().item(false));
    }

    private Uni<Void> pause() {
        return SameContext.emitOn(Uni.createFrom().voidItem().onItem().delayIt().by(config.pause()));
    }

    /** Whether there was anything to do. */
    private Uni<Boolean> page(int partitions) {
        return runs.due(kinds(), clock.instant())
                .chain(due -> due.map(run -> page(run, partitions).replaceWith(true))
                        .orElseGet(() -> Uni.createFrom().item(false)));
    }

    private Uni<Void> page(RestatementRuns.Run run, int partitions) {
        UUID after = Objects.requireNonNullElse(run.after(), RestatedFacts.FIRST);
        return runs.stopEvents()
                .chain(() -> ofKind(run.kind()).state(after, config.page()))
                .chain(page -> append(run, page, partitions).chain(() -> note(run, page)));
    }

    /**
     * Nothing is said of a table in which there is nothing: that is a database that somebody forgot to restore rather than a clinic
     * that never had a patient, and everybody would forget what they know.
     */
    private Uni<Void> append(RestatementRuns.Run run, List<RestatedFacts.Fact> page, int partitions) {
        if (page.isEmpty() && run.after() == null) return Uni.createFrom().voidItem();
        UUID through = isLast(page) ? null : page.get(page.size() - 1).id();
        List<RestatedFact> stated =
                page.stream().map(RestatementPublisher::stated).toList();
        return outbox.append(IntStream.range(0, partitions)
                .mapToObj(partition -> restatement(run, through, partition, partitions, stated))
                .map(events.get()::event)
                .toArray(Event[]::new));
    }

    private static Restatement restatement(
            RestatementRuns.Run run, @Nullable UUID through, int partition, int partitions, List<RestatedFact> page) {
        return new Restatement(
                run.kind(),
                run.after(),
                through,
                partition,
                partitions,
                page.stream()
                        .filter(fact -> Partitions.of(fact.key(), partitions) == partition)
                        .toList());
    }

    private Uni<Void> note(RestatementRuns.Run run, List<RestatedFacts.Fact> page) {
        Instant now = clock.instant();
        if (!isLast(page))
            return runs.goOn(run.kind(), page.get(page.size() - 1).id(), page.size(), now);
        return runs.finish(run.kind(), page.size(), now, next(now))
                .invoke(() -> Log.infof("kind=%s was stated to its end", run.kind()));
    }

    private boolean isLast(List<RestatedFacts.Fact> page) {
        return page.size() < config.page();
    }

    private RestatedFacts ofKind(String kind) {
        return facts.stream()
                .filter(candidate -> candidate.statedKind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private Instant next(Instant now) {
        ZonedDateTime today =
                now.atZone(ZoneOffset.UTC).toLocalDate().atTime(config.at()).atZone(ZoneOffset.UTC);
        return (now.isBefore(today.toInstant()) ? today : today.plusDays(1)).toInstant();
    }

    private static RestatedFact stated(RestatedFacts.Fact fact) {
        EventType type = Objects.requireNonNull(fact.event().getClass().getAnnotation(EventType.class));
        return new RestatedFact(
                fact.id(),
                fact.event().aggregateId(),
                type.value(),
                fact.time(),
                Json.MAPPER.valueToTree(fact.event()));
    }
}
