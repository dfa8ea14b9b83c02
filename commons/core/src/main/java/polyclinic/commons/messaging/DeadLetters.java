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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.messaging.channels.ConsumedTopics;
import polyclinic.commons.values.Ids;

/**
 * Sets a message aside, with the headers that SmallRye's own dead-letter strategy writes. That strategy knows only whole
 * batches; one poison message must not take five hundred good ones with it.
 */
@ApplicationScoped
public class DeadLetters {
    /** Longer headers are left out with a body that is too large: they may be what makes it so. */
    private static final int MAX_KEPT_HEADER = 1000;

    private final KafkaSender kafka;
    private final String topic;
    private final MeterRegistry metrics;

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
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> send(message, withoutBody(headers), ""))
                .invoke(() -> count(message.topic(), 1));
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
