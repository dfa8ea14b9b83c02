package polyclinic.audit.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.event.KafkaSender;
import polyclinic.commons.event.Outgoing;
import polyclinic.commons.http.Ids;

/**
 * Sets a message aside, with the headers that SmallRye's own dead-letter strategy writes. That strategy knows only whole
 * batches; one poison entry must not take five hundred good ones with it.
 */
@ApplicationScoped
class DeadLetters {
    private final KafkaSender kafka;
    private final String topic;
    private final Counter counter;

    DeadLetters(
            KafkaSender kafka,
            @ConfigProperty(name = "quarkus.application.name") String service,
            MeterRegistry metrics) {
        this.kafka = kafka;
        this.topic = service + ".dead-letter";
        this.counter = Counter.builder("polyclinic.audit.dead.letters")
                .description("Messages that could not be chained")
                .register(metrics);
    }

    /** Completes when Kafka has it. */
    Uni<Void> send(ConsumerRecord<String, String> message, String reason) {
        Map<String, String> headers = new LinkedHashMap<>();
        message.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        headers.put("dead-letter-reason", reason);
        headers.put("dead-letter-topic", message.topic());
        headers.put("dead-letter-partition", String.valueOf(message.partition()));
        headers.put("dead-letter-offset", String.valueOf(message.offset()));
        Log.warnf(
                "audit entry partition=%d offset=%d goes to the dead-letter topic: %s",
                message.partition(), message.offset(), reason);
        return kafka.send(List.of(
                        new Outgoing(Ids.next(), topic, message.key(), "audit.recorded.v1", headers, message.value())))
                .invoke(() -> counter.increment());
    }

    private static String text(byte[] value) {
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }
}
