package polyclinic.clients.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import polyclinic.clients.Wrong;

/** A consumer of appointment.events that remembers when the event of each booking came. */
final class Arrivals implements AutoCloseable {
    private static final String ID = "\"appointmentId\":\"";

    private final Map<UUID, Instant> arrived = new ConcurrentHashMap<>();
    private final KafkaConsumer<String, String> consumer;
    private final Thread thread;
    private volatile boolean closed;

    Arrivals(String bootstrap) {
        consumer = consumer(bootstrap);
        List<TopicPartition> partitions = partitions(consumer, "appointment.events");
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread = new Thread(this::poll, "arrivals");
        thread.start();
    }

    /** When the booking's event was in this consumer's hands; null while it is not. */
    Instant of(UUID appointmentId) {
        return arrived.get(appointmentId);
    }

    private void poll() {
        while (!closed) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                var type = record.headers().lastHeader("ce_type");
                if (type != null && "appointment.booked.v1".equals(new String(type.value(), StandardCharsets.UTF_8)))
                    arrived.putIfAbsent(appointmentId(record.value()), Instant.now());
            }
        }
        consumer.close();
    }

    /** No tree of JSON for it: what this consumer burns, the suite that is measured lacks. */
    private static UUID appointmentId(String event) {
        int at = event.indexOf(ID) + ID.length();
        return UUID.fromString(event.substring(at, at + 36));
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How far each partition of a topic goes. */
    static Map<TopicPartition, Long> ends(String bootstrap, String topic) {
        try (KafkaConsumer<String, String> consumer = consumer(bootstrap)) {
            return consumer.endOffsets(partitions(consumer, topic));
        }
    }

    /** The last message of each partition that has one. */
    static Map<Integer, String> last(String bootstrap, String topic) {
        try (KafkaConsumer<String, String> consumer = consumer(bootstrap)) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            partitions.removeIf(partition -> ends.get(partition) <= begins.get(partition));
            consumer.assign(partitions);
            partitions.forEach(partition -> consumer.seek(partition, ends.get(partition) - 1));
            Map<Integer, String> last = new TreeMap<>();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (last.size() < partitions.size()) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> last.putIfAbsent(record.partition(), record.value()));
                if (System.nanoTime() > deadline) throw new Wrong("cannot read the end of " + topic);
            }
            return last;
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        return new java.util.ArrayList<>(consumer.partitionsFor(topic).stream()
                .map(one -> new TopicPartition(one.topic(), one.partition()))
                .toList());
    }

    private static KafkaConsumer<String, String> consumer(String bootstrap) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrap);
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "latest");
        properties.put("isolation.level", "read_committed");
        return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    }
}
