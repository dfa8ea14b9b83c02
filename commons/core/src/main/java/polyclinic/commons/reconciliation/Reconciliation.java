package polyclinic.commons.reconciliation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.restatements.Partitions;
import polyclinic.commons.messaging.restatements.RestatedFact;
import polyclinic.commons.messaging.restatements.Restatement;
import polyclinic.commons.messaging.restatements.RestatementHandler;

/**
 * Holds what is kept against a restatement of the owner and mends what differs. Since the restatement stands in the partition of the
 * events themselves, what is missing was lost and is not on its way, and what is ahead is so because the owner has gone back. The
 * one exception is an answer that the owner gave directly a moment ago: it is taken back until its event arrives, right behind.
 */
@ApplicationScoped
class Reconciliation implements RestatementHandler {
    /**
     * One that is older is passed over. It comes from a dead letter that is replayed, or from a topic that is read anew, and what
     * it says of versions may be long out of date.
     */
    private static final Duration LASTS = Duration.ofHours(1);

    /** More than a range of the owner's has by far; what is beyond is found the next time. */
    private static final int MAX_KEPT = 10_000;

    private final Iterable<? extends KeptFacts> projections;
    private final ReconciliationMetrics metrics;
    private final Clock clock;

    @Inject
    Reconciliation(@Any Instance<KeptFacts> projections, ReconciliationMetrics metrics, Clock clock) {
        this((Iterable<KeptFacts>) projections, metrics, clock);
    }

    Reconciliation(Iterable<? extends KeptFacts> projections, ReconciliationMetrics metrics, Clock clock) {
        this.projections = projections;
        this.metrics = metrics;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        for (KeptFacts projection : projections) if (projection.isKept()) metrics.register(projection.name());
    }

    @Override
    public Uni<Void> handle(Instant at, JsonNode data, Supplier<Uni<Boolean>> isHandled) {
        if (at.isBefore(clock.instant().minus(LASTS))) return Uni.createFrom().voidItem();
        Restatement restatement = read(data);
        List<Projection<?>> concerned = new ArrayList<>();
        for (KeptFacts kept : projections)
            if (kept.isKept() && kept.kind().equals(restatement.kind())) concerned.add((Projection<?>) kept);
        if (concerned.isEmpty()) return Uni.createFrom().voidItem();
        List<CloudEvent> facts =
                restatement.facts().stream().map(Reconciliation::event).toList();
        return Multi.createFrom()
                .iterable(concerned)
                .onItem()
                .transformToUniAndConcatenate(projection -> reconcile(projection, restatement, facts, isHandled))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private <R> Uni<Void> reconcile(
            Projection<R> projection,
            Restatement restatement,
            List<CloudEvent> facts,
            Supplier<Uni<Boolean>> isHandled) {
        Map<UUID, R> stated = new LinkedHashMap<>();
        for (CloudEvent fact : facts) {
            R row = projection.read(fact);
            if (row != null) stated.put(projection.id(row), row);
        }
        return projection
                .kept(IdRange.of(restatement.after(), restatement.through(), MAX_KEPT))
                .map(kept -> kept.stream()
                        .filter(row ->
                                Partitions.of(projection.key(row), restatement.partitions()) == restatement.partition())
                        .collect(Collectors.toMap(projection::id, row -> row)))
                .chain(kept -> uncounted(projection, kept, stated)
                        // While nobody is done with the restatement, nothing of what was found came behind it.
                        .chain(uncounted -> isHandled
                                .get()
                                .chain(overtaken -> overtaken
                                        ? Uni.createFrom().voidItem()
                                        : mend(projection, kept, uncounted, stated))));
    }

    private static <R> Uni<Map<UUID, Long>> uncounted(
            Projection<R> projection, Map<UUID, R> kept, Map<UUID, R> stated) {
        List<UUID> missing =
                stated.keySet().stream().filter(id -> !kept.containsKey(id)).toList();
        return missing.isEmpty() ? Uni.createFrom().item(Map.of()) : projection.uncounted(missing);
    }

    private <R> Uni<Void> mend(
            Projection<R> projection, Map<UUID, R> kept, Map<UUID, Long> uncounted, Map<UUID, R> stated) {
        Map<Difference, Integer> found = new EnumMap<>(Difference.class);
        List<R> wrong = new ArrayList<>();
        List<R> ahead = new ArrayList<>();
        stated.forEach((id, row) -> difference(projection, kept.get(id), uncounted.get(id), row)
                .ifPresent(difference -> {
                    found.merge(difference, 1, Integer::sum);
                    (difference == Difference.AHEAD ? ahead : wrong).add(row);
                }));
        List<UUID> unknown =
                kept.keySet().stream().filter(id -> !stated.containsKey(id)).toList();
        if (!unknown.isEmpty()) found.put(Difference.UNKNOWN, unknown.size());
        // What is not to be there may stand in the way of what is.
        Uni<Void> removed = unknown.isEmpty() ? Uni.createFrom().voidItem() : projection.remove(unknown);
        return removed.chain(() -> wrong.isEmpty() ? Uni.createFrom().voidItem() : projection.put(wrong))
                .chain(() -> ahead.isEmpty() ? Uni.createFrom().voidItem() : projection.putBack(ahead))
                .invoke(() -> tell(projection, stated.size() + unknown.size(), found));
    }

    private static <R> Optional<Difference> difference(
            Projection<R> projection, @Nullable R kept, @Nullable Long uncounted, R stated) {
        if (kept == null && !projection.counts(stated)) return Optional.empty();
        if (kept == null)
            return Optional.of(
                    uncounted != null && uncounted > projection.version(stated) ? Difference.AHEAD : Difference.LOST);
        int order = Long.compare(projection.version(kept), projection.version(stated));
        if (order > 0) return Optional.of(Difference.AHEAD);
        if (projection.isSame(kept, stated)) return Optional.empty();
        return Optional.of(order < 0 ? Difference.STALE : Difference.CHANGED);
    }

    private void tell(Projection<?> projection, int compared, Map<Difference, Integer> found) {
        metrics.compared(projection.name(), compared);
        found.forEach((difference, facts) -> metrics.found(projection.name(), difference, facts));
        if (!found.isEmpty())
            Log.warnf(
                    "projection=%s differed from its owner and was mended: %s",
                    projection.name(),
                    Arrays.stream(Difference.values())
                            .filter(found::containsKey)
                            .map(difference -> difference.label() + "=" + found.get(difference))
                            .collect(Collectors.joining(" ")));
    }

    private static Restatement read(JsonNode data) {
        try {
            return Json.MAPPER.treeToValue(data, Restatement.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a restatement is not as agreed", e);
        }
    }

    /** Its id is the thing's: an event's own does not matter to who reads what it says. */
    private static CloudEvent event(RestatedFact fact) {
        return new CloudEvent(
                fact.id(), fact.type(), null, fact.key().toString(), fact.time(), null, null, null, fact.data());
    }
}
