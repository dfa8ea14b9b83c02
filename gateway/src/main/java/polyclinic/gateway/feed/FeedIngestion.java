package polyclinic.gateway.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.cache.ResponseCache;
import polyclinic.gateway.feed.FeedEntryMapper.Notification;
import polyclinic.gateway.feed.FeedLog.Appended;
import polyclinic.gateway.feed.FeedLog.Pending;

/**
 * Takes up the services' events into the log. The gateways of an installation share the partitions; how far a partition has been
 * taken up stands in the log itself, so neither a gateway that dies nor two that believe to have the same partition lose an event
 * or append it twice. Kafka is told the offsets as well: by them a log that Redis has lost, or the end of one, is noticed.
 */
@Singleton
class FeedIngestion {

    private static final Logger LOG = Logger.getLogger(FeedIngestion.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final long STOP_MS = 5_000;
    /** After so many entries, about 5 MiB, the log's share of Redis is looked at. */
    private static final int SHARE_CHECKED_EVERY = 10_000;

    /** Behind an event's id: what the log knows its notification by. */
    private static final String NOTIFICATION = "/notification";

    private final FeedLog log;
    private final FeedMemory memory;
    private final FeedConsumers consumers;
    private final TypeListener types;
    private final Counter appended;
    private final Counter unreadable;
    private final Counter notifications;
    /** The offset of each partition that should come next. */
    private final Map<TopicPartition, Long> expected = new HashMap<>();

    private final Thread thread = new Thread(this::run, "feed-ingestion");
    private int appendedUnchecked;
    private boolean unmeasured;
    private volatile boolean stopped;
    private volatile boolean failing;
    private volatile @Nullable Consumer<String, String> current;

    /** Is told the types of the events that are taken up, before the feed has them. */
    @FunctionalInterface
    interface TypeListener {
        void happened(Collection<String> eventTypes);
    }

    @Inject
    FeedIngestion(FeedLog log, FeedMemory memory, FeedConsumers consumers, ResponseCache cache, MeterRegistry metrics) {
        this(log, memory, consumers, cache::happened, metrics);
    }

    FeedIngestion(FeedLog log, FeedMemory memory, FeedConsumers consumers, TypeListener types, MeterRegistry metrics) {
        this.log = log;
        this.memory = memory;
        this.consumers = consumers;
        this.types = types;
        appended = metrics.counter("polyclinic.feed.appended");
        unreadable = metrics.counter("polyclinic.feed.unreadable");
        notifications = metrics.counter("polyclinic.notifications.offered");
        thread.setDaemon(true);
    }

    void start(@Observes StartupEvent event) {
        if (consumers.areConfigured()) thread.start();
        else LOG.warn("no POLYCLINIC_KAFKA: nothing is told in the live feed");
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        Consumer<String, String> consumer = current;
        if (consumer != null) consumer.wakeup();
        thread.join(STOP_MS);
    }

    private void run() {
        while (!stopped) {
            try (Consumer<String, String> consumer = consumers.create()) {
                current = consumer;
                follow(consumer);
            } catch (WakeupException asked) {
                continue;
            } catch (KafkaException | LogUnavailable failure) {
                failed(failure);
            } finally {
                current = null;
            }
        }
    }

    private void failed(RuntimeException failure) {
        if (stopped) return;
        if (!failing) LOG.warnf("the live feed takes up no events for now: %s", failure.getMessage());
        failing = true;
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException killed) {
            stopped = true;
        }
    }

    private void follow(Consumer<String, String> consumer) {
        // Redis may have refused the last entry because it is full.
        keepShare();
        consumer.subscribe(consumers.topics(), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> lost) {
                lost.forEach(expected::remove);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> gained) {
                for (TopicPartition partition : gained) begin(consumer, partition);
            }
        });
        while (!stopped) {
            ConsumerRecords<String, String> polled = consumer.poll(POLL);
            for (TopicPartition partition : polled.partitions()) append(consumer, partition, polled.records(partition));
            if (!polled.isEmpty()) consumer.commitAsync(committable(), (offsets, failure) -> {});
        }
    }

    /** Goes on where the log is, which is further than Kafka knows after a gateway died, and less far after Redis lost the end. */
    private void begin(Consumer<String, String> consumer, TopicPartition partition) {
        long stored = await(log.position(name(partition)));
        OffsetAndMetadata committed =
                consumer.committed(Set.of(partition), ANSWER).get(partition);
        long end = consumer.endOffsets(List.of(partition), ANSWER).getOrDefault(partition, 0L);
        long beginning = consumer.beginningOffsets(List.of(partition), ANSWER).getOrDefault(partition, 0L);
        long known = committed == null ? FeedLog.UNKNOWN : committed.offset();
        long next = stored == FeedLog.UNKNOWN ? Math.max(known, beginning) : Math.max(stored, beginning);
        boolean recreated = next > end;
        if (recreated) next = beginning;
        if (recreated || stored != FeedLog.UNKNOWN && (known > stored || stored < beginning))
            await(log.restart(name(partition), next));
        expected.put(partition, next);
        consumer.seek(partition, next);
    }

    private void append(
            Consumer<String, String> consumer, TopicPartition partition, List<ConsumerRecord<String, String>> events) {
        Long from = expected.get(partition);
        if (from == null) return;
        List<Pending> batch = new ArrayList<>(events.size());
        types.happened(events.stream().map(FeedEntryMapper::type).toList());
        for (ConsumerRecord<String, String> event : events) {
            offer(batch, event);
        }
        long next = events.get(events.size() - 1).offset() + 1;
        Appended answer = await(log.append(name(partition), from, next, batch));
        expected.put(partition, answer.next());
        if (answer.behind()) {
            LOG.warn("Redis has lost the end of the live feed's log: it is taken up again, and clients are told");
            consumer.seek(partition, answer.next());
            return;
        }
        appended.increment(batch.size());
        appendedUnchecked += batch.size();
        if (appendedUnchecked >= SHARE_CHECKED_EVERY) keepShare();
        if (failing) LOG.info("the live feed takes up events again");
        failing = false;
    }

    private void keepShare() {
        appendedUnchecked = 0;
        try {
            await(memory.keepShare());
        } catch (LogUnavailable unknown) {
            // A Redis that does not say what it may take can be used all the same; one that is away says so at the next
            // entry.
            if (!unmeasured)
                LOG.warnf("how much of Redis the live feed's log takes is not known: %s", unknown.getMessage());
            unmeasured = true;
        }
    }

    /** Adds what is to be told of an event: itself, and behind it whom it notifies. */
    private void offer(List<Pending> batch, ConsumerRecord<String, String> event) {
        try {
            String entry = FeedEntryMapper.stored(event);
            if (entry == null) return;
            String id = FeedEntryMapper.id(event);
            batch.add(new Pending(event.offset(), id, entry));
            Notification notification = FeedEntryMapper.notification(event, entry, log.oldestNotification());
            if (notification == null) return;
            notifications.increment();
            batch.add(new Pending(event.offset(), id + NOTIFICATION, notification.entry(), notification.recipients()));
        } catch (IllegalArgumentException malformed) {
            // The services that need it set it aside; here it is only not told.
            unreadable.increment();
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committable() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        expected.forEach((partition, next) -> offsets.put(partition, new OffsetAndMetadata(next)));
        return offsets;
    }

    private static String name(TopicPartition partition) {
        return partition.topic() + "/" + partition.partition();
    }

    private static <T> T await(Future<T> answer) {
        try {
            return answer.toCompletionStage().toCompletableFuture().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException unavailable) {
            throw new LogUnavailable(unavailable);
        } catch (InterruptedException killed) {
            Thread.currentThread().interrupt();
            throw new LogUnavailable(killed);
        }
    }

    private static final class LogUnavailable extends RuntimeException {
        LogUnavailable(Throwable cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }
}
