package polyclinic.commons.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import polyclinic.commons.async.RetryLoop;
import polyclinic.commons.messaging.channels.ChannelLiveness;
import polyclinic.commons.messaging.channels.ConsumedTopics;
import polyclinic.commons.messaging.restatements.HandledRestatements;
import polyclinic.commons.messaging.restatements.RestatementHandler;
import polyclinic.commons.problem.TransientFailures;

/**
 * Passes what a poll brings to a listener and retries; the poll is acknowledged when all of it has had its effect or is a dead
 * letter. Poison ({@link PoisonEvents}) is tried {@value #MAX_ATTEMPTS} times and then set aside, so that it never blocks the
 * events behind it. Whatever else fails is waited for, however long it takes, because skipping an event would lose it; the
 * counter {@code polyclinic.events.waiting} grows meanwhile. So is poison when too much of it comes in a row
 * ({@link ConsumedTopic}).
 */
@ApplicationScoped
public class EventConsumer {
    private static final int MAX_ATTEMPTS = 3;
    private static final RetryLoop RETRIES = RetryLoop.withBackOff(Duration.ofMillis(100), Duration.ofSeconds(5));

    private final DeadLetters deadLetters;
    private final PoisonEvents poison;
    private final MeterRegistry metrics;
    private final ChannelLiveness channels;
    private final RetryLoop retries;
    private final Iterable<RestatementHandler> restatements;
    private final HandledRestatements handled;
    private final Map<String, ConsumedTopic> topics = new ConcurrentHashMap<>();

    @Inject
    EventConsumer(
            DeadLetters deadLetters,
            PoisonEvents poison,
            MeterRegistry metrics,
            ChannelLiveness channels,
            Instance<RestatementHandler> restatements,
            Instance<HandledRestatements> handled) {
        this(
                deadLetters,
                poison,
                metrics,
                channels,
                restatements,
                handled.isResolvable() ? handled.get() : HandledRestatements.NONE,
                RETRIES);
    }

    EventConsumer(
            DeadLetters deadLetters,
            PoisonEvents poison,
            MeterRegistry metrics,
            ChannelLiveness channels,
            Iterable<RestatementHandler> restatements,
            HandledRestatements handled,
            RetryLoop retries) {
        this.deadLetters = deadLetters;
        this.poison = poison;
        this.metrics = metrics;
        this.channels = channels;
        this.restatements = restatements;
        this.handled = handled;
        this.retries = retries;
    }

    /** Counters begin at zero, so that the first event that waits shows as a rise. */
    void start(@Observes StartupEvent event) {
        ConsumedTopics.names().forEach(this::topic);
    }

    /** One effect for each event, in order. */
    public Uni<Void> oneByOne(ConsumerRecords<String, String> poll, Function<CloudEvent, Uni<Void>> handler) {
        return channels.watch(topic(poll), () -> read(poll).chain(arrivals -> oneByOne(arrivals, handler)));
    }

    /**
     * One effect for all events of a poll, so that a hundred of them cost little more than one. The handler is called again,
     * with the whole or with single events, when something fails: it must allow any event twice and in any order.
     */
    public Uni<Void> together(ConsumerRecords<String, String> poll, Function<List<CloudEvent>, Uni<Void>> handler) {
        return channels.watch(topic(poll), () -> read(poll)
                .chain(arrivals -> inOrder(
                        runs(arrivals),
                        run -> run.get(0).isRestatement()
                                ? oneByOne(run, event -> nothing())
                                : together(run, handler))));
    }

    /** Stretches of events alone and of restatements alone: a restatement takes those before it for granted, and none behind it. */
    private static List<List<Arrival>> runs(List<Arrival> arrivals) {
        List<List<Arrival>> runs = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            List<Arrival> last = runs.isEmpty() ? List.of() : runs.get(runs.size() - 1);
            if (last.isEmpty() || last.get(0).isRestatement() != arrival.isRestatement()) runs.add(new ArrayList<>());
            runs.get(runs.size() - 1).add(arrival);
        }
        return runs;
    }

    /** A failure that is not known to pass may be one event's: then each is tried alone. */
    private Uni<Void> together(List<Arrival> arrivals, Function<List<CloudEvent>, Uni<Void>> handler) {
        List<CloudEvent> events = arrivals.stream().map(Arrival::event).toList();
        ConsumedTopic topic = topic(arrivals.get(0).message());
        return retries.run(() -> handler.apply(events).invoke(() -> topic.succeeded(events)), (failure, attempt) -> {
                    Log.warnf("%d events attempt=%d failed: %s", events.size(), attempt, name(failure));
                    boolean passes = TransientFailures.is(failure);
                    if (passes) topic.waits();
                    return passes;
                })
                .onFailure()
                .recoverWithUni(other -> oneByOne(arrivals, event -> handler.apply(List.of(event))));
    }

    private Uni<Void> oneByOne(List<Arrival> arrivals, Function<CloudEvent, Uni<Void>> handler) {
        return inOrder(arrivals, arrival -> one(arrival, handler));
    }

    /** No listener is given a restatement. */
    private Uni<Void> handle(Arrival arrival, Function<CloudEvent, Uni<Void>> listener) {
        CloudEvent event = arrival.event();
        if (!arrival.isRestatement()) return listener.apply(event);
        Supplier<Uni<Boolean>> isHandled = () -> handled.contains(event.id());
        return isHandled
                .get()
                .chain(before -> before
                        ? nothing()
                        : inOrder(restatements, handler -> handler.handle(event.time(), event.data(), isHandled))
                                .chain(() -> handled.add(event.id())));
    }

    private Uni<Void> one(Arrival arrival, Function<CloudEvent, Uni<Void>> handler) {
        CloudEvent event = arrival.event();
        ConsumedTopic topic = topic(arrival.message());
        AtomicInteger poisoned = new AtomicInteger();
        return retries.run(
                        () -> TraceContext.of(event, () -> handle(arrival, handler))
                                .invoke(() -> topic.succeeded(List.of(event))),
                        (failure, attempt) -> {
                            Log.warnf(
                                    "event type=%s id=%s attempt=%d failed: %s",
                                    event.type(), event.id(), attempt, name(failure));
                            if (poison.is(failure)) {
                                if (poisoned.incrementAndGet() < MAX_ATTEMPTS) return true;
                                if (topic.maySetAside()) return false;
                            }
                            topic.waits();
                            return true;
                        })
                .onFailure()
                .recoverWithUni(permanent -> setAside(arrival.message(), reason(permanent)));
    }

    /** What is no event at all is set aside before the others have their effect. */
    private Uni<List<Arrival>> read(ConsumerRecords<String, String> poll) {
        List<Arrival> good = new ArrayList<>(poll.count());
        List<Malformed> malformed = new ArrayList<>();
        boolean afterGood = false;
        for (ConsumerRecord<String, String> message : poll) {
            try {
                good.add(new Arrival(message, CloudEvent.of(message)));
                afterGood = true;
            } catch (CloudEvent.MalformedEvent e) {
                malformed.add(new Malformed(message, e.reason(), afterGood));
                afterGood = false;
            }
        }
        return inOrder(malformed, this::setAside).replaceWith(good);
    }

    private Uni<Void> setAside(Malformed malformed) {
        ConsumedTopic topic = topic(malformed.message());
        // An event that could be read in between shows that the topic as a whole can be.
        if (malformed.afterGood()) topic.readable();
        return retries.run(
                        () -> topic.maySetAside()
                                ? nothing()
                                : Uni.createFrom().failure(new IllegalStateException("too many dead letters in a row")),
                        (failure, attempt) -> {
                            topic.waits();
                            return true;
                        })
                .chain(() -> setAside(malformed.message(), malformed.reason()));
    }

    private Uni<Void> setAside(ConsumerRecord<String, String> message, String reason) {
        return retries.run(() -> deadLetters.send(message, reason), (away, attempt) -> {
                    Log.warnf("the dead-letter topic takes nothing, attempt=%d: %s", attempt, name(away));
                    return true;
                })
                .invoke(() -> topic(message).setAside());
    }

    private static String topic(ConsumerRecords<String, String> poll) {
        return poll.partitions().stream().map(TopicPartition::topic).findFirst().orElse("");
    }

    private ConsumedTopic topic(ConsumerRecord<String, String> message) {
        return topic(message.topic());
    }

    private ConsumedTopic topic(String name) {
        return topics.computeIfAbsent(name, added -> new ConsumedTopic(added, metrics));
    }

    private static <T> Uni<Void> inOrder(Iterable<T> items, Function<T, Uni<Void>> each) {
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

    private record Arrival(ConsumerRecord<String, String> message, CloudEvent event) {
        boolean isRestatement() {
            return event.type().startsWith(RestatementHandler.TYPE);
        }
    }

    /** @param afterGood whether the message before it was an event */
    private record Malformed(ConsumerRecord<String, String> message, String reason, boolean afterGood) {}
}
