package polyclinic.commons.messaging;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.async.SameContext;
import polyclinic.commons.messaging.unsent.UnsendableMessage;

/**
 * Sends batches through the producer of the channel {@code events}: all messages at once, then one wait for all
 * acknowledgements. Sending one after another costs a round trip for each message.
 *
 * <p>A producer may block while it looks for a broker, so it is called on a thread of its own, with a bounded queue.
 */
@ApplicationScoped
public class KafkaSender {
    private static final int MAX_WAITING = 4096;
    /** Exists in every installation. */
    private static final String PROBE_TOPIC = "audit.entries";

    private final Supplier<Producer<String, String>> producer;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> new Thread(task, "kafka-sender"));

    @Inject
    KafkaSender(KafkaClientService clients, @Channel("events") MutinyEmitter<Record<String, String>> channel) {
        this(() -> clients.<String, String>getProducer("events").unwrap());
    }

    KafkaSender(Supplier<Producer<String, String>> producer) {
        this.producer = producer;
    }

    @PreDestroy
    void close() {
        thread.shutdown();
    }

    /**
     * Completes when every message is acknowledged by all in-sync replicas; fails with the first failure, when all that were
     * handed over are decided: with {@link UnsendableMessage} where it is the message's own fault. Once a message has failed, those behind it are not handed over: sent before it, they would be
     * out of order when the batch comes again.
     */
    public Uni<Void> send(List<OutboxMessage> batch) {
        if (batch.isEmpty()) return Uni.createFrom().voidItem();
        return SameContext.emitOn(Uni.createFrom().emitter(emitter -> {
            AtomicInteger open = new AtomicInteger(batch.size());
            AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
            Consumer<@Nullable Throwable> done = failure -> {
                if (failure != null) failed.compareAndSet(null, failure);
                if (open.decrementAndGet() > 0) return;
                Throwable first = failed.get();
                if (first == null) emitter.complete(null);
                else emitter.fail(first);
            };
            try {
                thread.execute(() -> {
                    for (OutboxMessage message : batch) {
                        Throwable before = failed.get();
                        if (before == null) send(message, done);
                        else done.accept(before);
                    }
                });
            } catch (RejectedExecutionException full) {
                emitter.fail(new IOException("too many messages wait for Kafka"));
            }
        }));
    }

    /** Whether a broker answers within the producer's own time limit. It asks on another thread: nothing waits behind it. */
    public Uni<Boolean> reachable() {
        return SameContext.aside(
                        () -> !producer.get().partitionsFor(PROBE_TOPIC).isEmpty())
                .onFailure()
                .recoverWithItem(false);
    }

    /** How many copies the topic's partitions have, the least; fails when no broker answers, or it is not there. */
    public Uni<Integer> copies(String topic) {
        return Uni.createFrom()
                .item(() -> producer.get().partitionsFor(topic).stream()
                        .mapToInt(partition -> partition.replicas().length)
                        .min()
                        .orElseThrow())
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    /** How many partitions the topic has; fails when no broker answers, or it is not there. */
    public Uni<Integer> partitions(String topic) {
        return SameContext.aside(() -> producer.get().partitionsFor(topic).size());
    }

    private void send(OutboxMessage message, Consumer<@Nullable Throwable> done) {
        try {
            ProducerRecord<String, String> kafka = new ProducerRecord<>(message.topic(), message.key(), message.body());
            message.headers()
                    .forEach((name, value) -> kafka.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer.get()
                    .send(
                            kafka,
                            (metadata, failure) ->
                                    done.accept(failure == null ? null : UnsendableMessage.of(message.id(), failure)));
        } catch (RuntimeException failure) {
            done.accept(UnsendableMessage.of(message.id(), failure));
        }
    }
}
