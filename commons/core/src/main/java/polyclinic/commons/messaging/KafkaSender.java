package polyclinic.commons.messaging;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
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
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import polyclinic.commons.async.SameContext;

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

    private final KafkaClientService clients;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> new Thread(task, "kafka-sender"));

    KafkaSender(KafkaClientService clients, @Channel("events") MutinyEmitter<Record<String, String>> channel) {
        this.clients = clients;
    }

    @PreDestroy
    void close() {
        thread.shutdown();
    }

    /** Completes when every message is acknowledged by all in-sync replicas; fails with the first failure. */
    public Uni<Void> send(List<OutboxMessage> batch) {
        if (batch.isEmpty()) return Uni.createFrom().voidItem();
        return SameContext.emitOn(Uni.createFrom().emitter(emitter -> {
            AtomicInteger open = new AtomicInteger(batch.size());
            AtomicReference<Throwable> failed = new AtomicReference<>();
            try {
                thread.execute(() -> {
                    for (OutboxMessage message : batch) {
                        send(message, failure -> {
                            if (failure != null) failed.compareAndSet(null, failure);
                            if (open.decrementAndGet() > 0) return;
                            if (failed.get() == null) emitter.complete(null);
                            else emitter.fail(failed.get());
                        });
                    }
                });
            } catch (RejectedExecutionException full) {
                emitter.fail(new IOException("too many messages wait for Kafka"));
            }
        }));
    }

    /** Whether a broker answers within the producer's own time limit. */
    public Uni<Boolean> reachable() {
        return SameContext.emitOn(Uni.createFrom().<Boolean>emitter(emitter -> {
            try {
                thread.execute(() -> {
                    try {
                        clients.<String, String>getProducer("events").unwrap().partitionsFor(PROBE_TOPIC);
                        emitter.complete(true);
                    } catch (RuntimeException away) {
                        emitter.complete(false);
                    }
                });
            } catch (RejectedExecutionException full) {
                emitter.complete(false);
            }
        }));
    }

    private void send(OutboxMessage message, Consumer<Throwable> done) {
        try {
            Producer<String, String> producer =
                    clients.<String, String>getProducer("events").unwrap();
            ProducerRecord<String, String> kafka = new ProducerRecord<>(message.topic(), message.key(), message.body());
            message.headers()
                    .forEach((name, value) -> kafka.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(kafka, (metadata, failure) -> done.accept(failure));
        } catch (RuntimeException failure) {
            done.accept(failure);
        }
    }
}
