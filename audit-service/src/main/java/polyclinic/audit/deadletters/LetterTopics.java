package polyclinic.audit.deadletters;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import polyclinic.commons.async.SameContext;
import polyclinic.commons.messaging.KafkaSender;
import polyclinic.commons.messaging.OutboxMessage;
import polyclinic.commons.messaging.decisions.LetterDecision;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;

/** The dead-letter topics of all services. They are read from one end to the other: there are few letters, or something is wrong. */
@ApplicationScoped
class LetterTopics {
    /** The newest records of a topic; older ones are out of sight until these are settled and gone. */
    private static final long MAX_RECORDS = 10_000;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    /** Those who ask at the same time share one look. */
    private static final Duration FRESH = Duration.ofMillis(500);

    private final Map<String, Object> settings;
    private final KafkaSender kafka;
    private final Uni<List<Letter>> letters;

    /** @param broker how this service reaches Kafka */
    LetterTopics(@Identifier("default-kafka-broker") Map<String, Object> broker, KafkaSender kafka) {
        this.kafka = kafka;
        this.settings = new HashMap<>(broker);
        settings.put("auto.offset.reset", "none");
        settings.put("enable.auto.commit", "false");
        settings.put("default.api.timeout.ms", "10000");
        // A letter has the whole body of its message: not many of them are in memory at once.
        settings.put("fetch.max.bytes", "4194304");
        settings.put("max.partition.fetch.bytes", "262144");
        this.letters = Uni.createFrom()
                .item(this::read)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .memoize()
                .forFixedDuration(FRESH);
    }

    /** All letters that are still kept, the oldest first. Fails with 503 {@code dead-letters-unavailable} when Kafka is away. */
    Uni<List<Letter>> all() {
        return SameContext.emitOn(letters);
    }

    /** Completes when Kafka has the decision. */
    Uni<Void> decide(Letter letter, LetterDecision decision) {
        return kafka.send(List.of(new OutboxMessage(
                        Ids.next(),
                        LetterHistory.topic(letter.service()),
                        letter.key(),
                        "decided",
                        decision.headers(),
                        "")))
                .onFailure()
                .transform(away -> unavailable());
    }

    private List<Letter> read() {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().entrySet().stream()
                    .filter(topic -> LetterHistory.isOfTopic(topic.getKey()))
                    .flatMap(topic -> topic.getValue().stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.beginningOffsets(partitions)
                    .forEach((partition, begin) ->
                            consumer.seek(partition, Math.max(begin, end(ends, partition) - MAX_RECORDS)));
            LetterHistory history = new LetterHistory();
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < end(ends, partition))) {
                if (System.nanoTime() - deadline > 0) throw unavailable();
                consumer.poll(POLL).forEach(history::add);
            }
            return history.oldestFirst();
        } catch (KafkaException away) {
            throw unavailable();
        }
    }

    private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
        return Objects.requireNonNull(ends.get(partition));
    }

    private static Problem unavailable() {
        return new Problem(503, "dead-letters-unavailable", "Kafka, where the dead letters are, does not answer.");
    }
}
