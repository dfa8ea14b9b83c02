package polyclinic.commons.messaging;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import polyclinic.commons.async.RetryLoop;
import polyclinic.commons.problem.TransientFailures;

/**
 * Passes what a poll brings to a listener and retries; the poll is acknowledged when all of it has had its effect or is a dead
 * letter. A store that is away is waited for, however long it takes, because skipping an event would lose it. Anything else
 * is tried {@value #MAX_ATTEMPTS} times and then set aside, so that a poison event never blocks the ones behind it.
 */
@ApplicationScoped
public class EventConsumer {
    private static final int MAX_ATTEMPTS = 3;
    private static final RetryLoop RETRIES = RetryLoop.withBackOff(Duration.ofMillis(100), Duration.ofSeconds(5));

    private final DeadLetters deadLetters;

    EventConsumer(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    /** One effect for each event, in order. */
    public Uni<Void> oneByOne(ConsumerRecords<String, String> poll, Function<CloudEvent, Uni<Void>> handler) {
        return read(poll).chain(arrivals -> oneByOne(arrivals, handler));
    }

    /**
     * One effect for all events of a poll, so that a hundred of them cost little more than one. The handler is called again,
     * with the whole or with single events, when something fails: it must allow any event twice and in any order.
     */
    public Uni<Void> together(ConsumerRecords<String, String> poll, Function<List<CloudEvent>, Uni<Void>> handler) {
        return read(poll).chain(arrivals -> arrivals.isEmpty() ? nothing() : together(arrivals, handler));
    }

    private Uni<Void> together(List<Arrival> arrivals, Function<List<CloudEvent>, Uni<Void>> handler) {
        List<CloudEvent> events = arrivals.stream().map(Arrival::event).toList();
        return RETRIES.run(() -> handler.apply(events), (failure, attempt) -> {
                    Log.warnf("%d events attempt=%d failed: %s", events.size(), attempt, name(failure));
                    return TransientFailures.is(failure);
                })
                .onFailure()
                .recoverWithUni(permanent -> oneByOne(arrivals, event -> handler.apply(List.of(event))));
    }

    private Uni<Void> oneByOne(List<Arrival> arrivals, Function<CloudEvent, Uni<Void>> handler) {
        return inOrder(arrivals, arrival -> one(arrival, handler));
    }

    private Uni<Void> one(Arrival arrival, Function<CloudEvent, Uni<Void>> handler) {
        CloudEvent event = arrival.event();
        return RETRIES.run(() -> TraceContext.of(event, () -> handler.apply(event)), (failure, attempt) -> {
                    Log.warnf(
                            "event type=%s id=%s attempt=%d failed: %s",
                            event.type(), event.id(), attempt, name(failure));
                    return TransientFailures.is(failure) || attempt < MAX_ATTEMPTS;
                })
                .onFailure()
                .recoverWithUni(permanent -> setAside(arrival.message(), reason(permanent)));
    }

    /** What is no event at all is set aside before the others have their effect. */
    private Uni<List<Arrival>> read(ConsumerRecords<String, String> poll) {
        List<Arrival> good = new ArrayList<>(poll.count());
        Map<ConsumerRecord<String, String>, String> poison = new LinkedHashMap<>();
        for (ConsumerRecord<String, String> message : poll) {
            try {
                good.add(new Arrival(message, CloudEvent.of(message)));
            } catch (CloudEvent.MalformedEvent malformed) {
                poison.put(message, malformed.reason());
            }
        }
        return inOrder(poison.entrySet(), entry -> setAside(entry.getKey(), entry.getValue()))
                .replaceWith(good);
    }

    private Uni<Void> setAside(ConsumerRecord<String, String> message, String reason) {
        return RETRIES.run(() -> deadLetters.send(message, reason), (away, attempt) -> {
            Log.warnf("the dead-letter topic takes nothing, attempt=%d: %s", attempt, name(away));
            return true;
        });
    }

    private static <T> Uni<Void> inOrder(Collection<T> items, Function<T, Uni<Void>> each) {
        if (items.isEmpty()) return nothing();
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(each::apply)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }

    private static String reason(Throwable failure) {
        return failure instanceof CloudEvent.MalformedEvent malformed ? malformed.reason() : name(failure);
    }

    /** No message: it may quote what a patient's record says. */
    private static String name(Throwable failure) {
        return failure.getClass().getName();
    }

    private record Arrival(ConsumerRecord<String, String> message, CloudEvent event) {}
}
