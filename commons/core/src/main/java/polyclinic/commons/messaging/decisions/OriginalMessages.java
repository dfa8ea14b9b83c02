package polyclinic.commons.messaging.decisions;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import polyclinic.commons.async.SameContext;

/** Messages where they were before they were set aside. */
@ApplicationScoped
class OriginalMessages {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Map<String, Object> settings;

    /** @param broker how this service reaches Kafka */
    OriginalMessages(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        settings = new HashMap<>(broker);
        settings.put("auto.offset.reset", "none");
        settings.put("enable.auto.commit", "false");
        settings.put("max.poll.records", "1");
        settings.put("default.api.timeout.ms", "10000");
    }

    /** The message in this place; empty when the topic does not keep it any more. Fails when Kafka is away. */
    Uni<Optional<ConsumerRecord<String, String>>> read(String topic, int partition, long offset) {
        return SameContext.aside(() -> now(new TopicPartition(topic, partition), offset));
    }

    private Optional<ConsumerRecord<String, String>> now(TopicPartition partition, long offset) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> one = List.of(partition);
            consumer.assign(one);
            long begin = Objects.requireNonNull(consumer.beginningOffsets(one).get(partition));
            long end = Objects.requireNonNull(consumer.endOffsets(one).get(partition));
            if (offset < begin || offset >= end) return Optional.empty();
            consumer.seek(partition, offset);
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (System.nanoTime() - deadline < 0)
                for (ConsumerRecord<String, String> message : consumer.poll(POLL))
                    return message.offset() == offset ? Optional.of(message) : Optional.empty();
            throw new TimeoutException("the message does not come");
        }
    }
}
