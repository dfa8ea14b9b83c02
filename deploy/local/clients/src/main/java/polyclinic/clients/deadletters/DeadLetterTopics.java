package polyclinic.clients.deadletters;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.KafkaConnection;

/**
 * The dead-letter topics of all services. What became of a letter is a record behind it in the same topic, which names the letter
 * by its id: topics are only added to, and a copy of the topic has both.
 */
public final class DeadLetterTopics implements AutoCloseable {
    private static final String SETTLED = DeadLetter.PREFIX + "settled";
    private static final String OUTCOME = DeadLetter.PREFIX + "outcome";
    private static final String NOTE = DeadLetter.PREFIX + "note";
    private static final String DECIDED = DeadLetter.PREFIX + "decided";
    private static final String DECISION = DeadLetter.PREFIX + "decision";
    private static final String EVENT = DeadLetter.PREFIX + "event";
    /** A service that could not replay a letter notes it by another word, and what an operator decides through the API has none. */
    private static final Map<String, DeadLetter.Outcome> OUTCOMES =
            Map.of("replayed", DeadLetter.Outcome.REPLAYED, "dropped", DeadLetter.Outcome.DROPPED);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, byte[]> producer;

    /** @param settings of a user who may read and write every topic */
    DeadLetterTopics(Map<String, Object> settings) {
        Map<String, Object> reading = new HashMap<>(settings);
        reading.put("auto.offset.reset", "none");
        reading.put("enable.auto.commit", "false");
        consumer = new KafkaConsumer<>(reading, new StringDeserializer(), new ByteArrayDeserializer());
        Map<String, Object> writing = new HashMap<>(settings);
        writing.put("acks", "all");
        writing.put("delivery.timeout.ms", "30000");
        writing.put("request.timeout.ms", "10000");
        writing.put("linger.ms", "0");
        producer = new KafkaProducer<>(writing, new StringSerializer(), new ByteArraySerializer());
    }

    /** Returns how many letters nobody has dealt with. */
    public static int countOpen(Clinic clinic) {
        try (DeadLetterTopics topics = new DeadLetterTopics(KafkaConnection.of(clinic))) {
            return (int)
                    topics.all().values().stream().filter(DeadLetter::isOpen).count();
        }
    }

    /** Returns all letters that are still kept, by their ids, the oldest first. */
    Map<String, DeadLetter> all() {
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.listTopics().forEach((topic, infos) -> {
            if (topic.endsWith(DeadLetter.TOPIC_ENDING))
                for (PartitionInfo info : infos) partitions.add(new TopicPartition(topic, info.partition()));
        });
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        read(partitions, consumer.beginningOffsets(partitions), consumer.endOffsets(partitions), records::add);
        records.sort((one, other) -> Long.compare(one.timestamp(), other.timestamp()));
        Map<String, DeadLetter> letters = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            String settled = DeadLetter.header(record, SETTLED);
            if (DeadLetter.isOne(record)) {
                DeadLetter letter = DeadLetter.of(record);
                letters.put(key(letter), letter);
            } else {
                DeadLetter.Outcome outcome = OUTCOMES.get(DeadLetter.header(record, OUTCOME));
                if (outcome != null)
                    letters.computeIfPresent(key(record.topic(), settled), (id, letter) -> letter.with(outcome));
            }
        }
        return letters;
    }

    /** A message may be a dead letter of several services. */
    private static String key(DeadLetter letter) {
        return key(letter.message().topic(), letter.id());
    }

    private static String key(String topic, String id) {
        return topic + " " + id;
    }

    /**
     * Sends the message to its own topic again. Every service that had it already leaves it aside, since it has the same id; the one
     * that could not handle it tries again. Whoever is interrupted in between may replay once more.
     */
    void replay(DeadLetter letter) {
        if (letter.isUnsent()) {
            decide(letter, "REPLAY", "");
            return;
        }
        ConsumerRecord<String, byte[]> message = letter.lacksItsBody() ? original(letter) : letter.message();
        ProducerRecord<String, byte[]> again =
                new ProducerRecord<>(letter.topic(), letter.partition(), message.key(), message.value());
        message.headers().forEach(header -> {
            if (!header.key().startsWith(DeadLetter.PREFIX)) again.headers().add(header);
        });
        send(again);
        settle(letter, DeadLetter.Outcome.REPLAYED, "");
    }

    void drop(DeadLetter letter, String reason) {
        if (letter.isUnsent()) decide(letter, "DROP", reason);
        else settle(letter, DeadLetter.Outcome.DROPPED, reason);
    }

    /** The service that has the message acts on it and notes what came of it. */
    private void decide(DeadLetter letter, String decision, String note) {
        ConsumerRecord<String, byte[]> message = letter.message();
        ProducerRecord<String, byte[]> decided =
                new ProducerRecord<>(message.topic(), message.partition(), message.key(), new byte[0]);
        header(decided, DECIDED, letter.id());
        header(decided, DECISION, decision);
        header(decided, EVENT, DeadLetter.header(message, "ce_id"));
        header(decided, NOTE, note);
        send(decided);
    }

    private void settle(DeadLetter letter, DeadLetter.Outcome outcome, String note) {
        ConsumerRecord<String, byte[]> message = letter.message();
        ProducerRecord<String, byte[]> settled =
                new ProducerRecord<>(message.topic(), message.partition(), message.key(), new byte[0]);
        header(settled, SETTLED, letter.id());
        header(settled, OUTCOME, outcome.name().toLowerCase(Locale.ROOT));
        header(settled, NOTE, note);
        send(settled);
    }

    private static void header(ProducerRecord<?, ?> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private ConsumerRecord<String, byte[]> original(DeadLetter letter) {
        TopicPartition partition = new TopicPartition(letter.topic(), letter.partition());
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        if (begin <= letter.offset())
            read(
                    List.of(partition),
                    Map.of(partition, letter.offset()),
                    Map.of(partition, letter.offset() + 1),
                    found::add);
        return found.stream()
                .filter(record -> record.offset() == letter.offset())
                .findFirst()
                .orElseThrow(() -> new CheckFailed(letter.id() + " was too large to be kept with the letter, and "
                        + letter.topic() + " does not keep it any more"));
    }

    private void read(
            Collection<TopicPartition> partitions,
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<String, byte[]>> reader) {
        consumer.assign(partitions);
        partitions.forEach(partition -> consumer.seek(partition, begins.getOrDefault(partition, 0L)));
        long deadline = System.nanoTime() + READ_TIMEOUT.toNanos();
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            if (System.nanoTime() - deadline > 0)
                throw new CheckFailed("Kafka does not give the letters within " + READ_TIMEOUT.toSeconds() + " s");
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL))
                if (record.offset() < ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L))
                    reader.accept(record);
        }
    }

    private void send(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new CheckFailed("Kafka does not take a message for " + record.topic() + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CheckFailed("interrupted", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
        producer.close(Duration.ofSeconds(10));
    }
}
