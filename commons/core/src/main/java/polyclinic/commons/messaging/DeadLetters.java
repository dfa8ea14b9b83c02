package polyclinic.commons.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.messaging.channels.ConsumedTopics;
import polyclinic.commons.messaging.unsent.UnsendableMessage;
import polyclinic.commons.messaging.unsent.UnsentMessages;
import polyclinic.commons.values.Ids;

/**
 * Sets a message aside, with the headers that SmallRye's own dead-letter strategy writes. That strategy knows only whole
 * batches; one poison message must not take five hundred good ones with it.
 */
@ApplicationScoped
public class DeadLetters {
    /** What has become of a letter: its message was handled. */
    public static final String REPLAYED = "replayed";

    /** What has become of a letter: nothing is to be done. */
    public static final String DROPPED = "dropped";

    /** What has become of an attempt to replay a letter: it is as it was before. */
    public static final String FAILED = "failed";

    /** Longer headers are left out with a body that is too large: they may be what makes it so. */
    private static final int MAX_KEPT_HEADER = 1000;

    private final KafkaSender kafka;
    private final String topic;
    private final MeterRegistry metrics;
    /** Messages that are handled again, by topic, partition and offset, and whether they were set aside meanwhile. */
    private final Map<String, Boolean> watched = new ConcurrentHashMap<>();

    DeadLetters(
            KafkaSender kafka,
            @ConfigProperty(name = "quarkus.application.name") String service,
            MeterRegistry metrics) {
        this.kafka = kafka;
        this.topic = service + ".dead-letter";
        this.metrics = metrics;
    }

    /** The counters begin at zero: the first dead letter must show as a rise, since it is the one to be told of. */
    void start(@Observes StartupEvent event) {
        ConsumedTopics.names().forEach(topic -> count(topic, 0));
        count(UnsentMessages.OUTBOX, 0);
    }

    /**
     * Completes when Kafka has it. A message that is too large with what is added to it goes without its body, which stays
     * where the headers say it came from.
     *
     * @param reason without anything that the message says
     */
    public Uni<Void> send(ConsumerRecord<String, String> message, String reason) {
        Map<String, String> headers = new LinkedHashMap<>();
        message.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        headers.put("dead-letter-reason", reason);
        headers.put("dead-letter-topic", message.topic());
        headers.put("dead-letter-partition", String.valueOf(message.partition()));
        headers.put("dead-letter-offset", String.valueOf(message.offset()));
        Log.errorf(
                "message topic=%s partition=%d offset=%d goes to the dead-letter topic: %s",
                message.topic(), message.partition(), message.offset(), reason);
        return send(message, headers, message.value())
                .onFailure(UnsendableMessage.class)
                .recoverWithUni(() -> send(message, withoutBody(headers), ""))
                .invoke(() -> {
                    count(message.topic(), 1);
                    watched.replace(message.topic() + "/" + message.partition() + "/" + message.offset(), true);
                });
    }

    /**
     * What came of handling a message again.
     *
     * @param setAside whether it is a dead letter once more
     * @param result of the work
     */
    public record Replay(boolean setAside, boolean result) {}

    /**
     * Does the work and tells whether the message was set aside in its course.
     *
     * @param place topic, partition and offset of the message
     */
    public Uni<Replay> watch(String place, Uni<Boolean> work) {
        return Uni.createFrom()
                .deferred(() -> {
                    watched.put(place, false);
                    return work;
                })
                .map(result -> new Replay(Boolean.TRUE.equals(watched.remove(place)), result))
                .onFailure()
                .invoke(failure -> watched.remove(place));
    }

    /**
     * Notes behind a letter what has become of it: topics are only added to. Completes when Kafka has it.
     *
     * @param place topic, partition and offset of the message
     * @param key of the letter
     * @param outcome {@link #REPLAYED}, {@link #DROPPED} or {@link #FAILED}
     * @param note why; nothing of what the message says
     */
    public Uni<Void> settle(String place, String key, String outcome, String note) {
        Log.infof("dead letter %s is %s", place, outcome);
        Map<String, String> headers =
                Map.of("dead-letter-settled", place, "dead-letter-outcome", outcome, "dead-letter-note", note);
        return kafka.send(List.of(new OutboxMessage(Ids.next(), topic, key, "settled", headers, "")));
    }

    /**
     * Tells of a message of the outbox that Kafka does not take: with what is said of it and without what it says, which stays in
     * the store. Its place is the outbox and a number made of its id.
     */
    public Uni<Void> unsendable(OutboxMessage message, String reason) {
        Map<String, String> headers = withoutBody(message.headers());
        headers.put("ce_id", message.id().toString());
        headers.put("ce_type", message.type());
        headers.put("dead-letter-reason", reason);
        headers.put("dead-letter-topic", UnsentMessages.OUTBOX);
        headers.put("dead-letter-partition", "0");
        headers.put("dead-letter-offset", String.valueOf(number(message.id())));
        headers.put("dead-letter-body", "left out: it is in the outbox");
        Log.errorf("message id=%s topic=%s is set aside unsent: %s", message.id(), message.topic(), reason);
        return kafka.send(List.of(new OutboxMessage(Ids.next(), topic, message.key(), message.type(), headers, "")))
                .invoke(() -> count(UnsentMessages.OUTBOX, 1));
    }

    /** The time and the counter of a UUID of version 7: 60 bits that no other message of the service has. */
    private static long number(UUID id) {
        return id.getMostSignificantBits() >>> 16 << 12 | id.getMostSignificantBits() & 0xfff;
    }

    private void count(String consumed, int more) {
        Counter.builder("polyclinic.dead.letters")
                .description("Messages that were set aside")
                .tag("topic", consumed)
                .register(metrics)
                .increment(more);
        ConsumedTopic.events(consumed, "dead", metrics).increment(more);
    }

    private Uni<Void> send(ConsumerRecord<String, String> message, Map<String, String> headers, String body) {
        String type = headers.getOrDefault("ce_type", "unknown");
        return kafka.send(List.of(new OutboxMessage(Ids.next(), topic, message.key(), type, headers, body)));
    }

    private static Map<String, String> withoutBody(Map<String, String> headers) {
        Map<String, String> kept = new LinkedHashMap<>(headers);
        kept.values().removeIf(value -> value.length() > MAX_KEPT_HEADER);
        kept.put("dead-letter-body", "left out: too large");
        return kept;
    }

    private static String text(byte[] value) {
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }
}
