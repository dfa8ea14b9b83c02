package polyclinic.clients.bench.subject;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.KafkaConnection;

/** Reads how long a Kafka topic is, and its last messages. */
public final class TopicReader {
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(20);

    private final Map<String, Object> connection;
    private final String topic;

    /** @param connection see {@link KafkaConnection} */
    public TopicReader(Map<String, Object> connection, String topic) {
        this.connection = connection;
        this.topic = topic;
    }

    /** Returns the sum of the end offsets of all partitions. */
    public long length() {
        try (KafkaConsumer<String, String> consumer = consumer(connection)) {
            return consumer.endOffsets(partitions(consumer, topic)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** Returns the last message of each partition that has one, by partition. */
    public Map<Integer, String> lastMessages() {
        try (KafkaConsumer<String, String> consumer = consumer(connection)) {
            List<TopicPartition> partitions = seekToLastMessages(consumer);
            Map<Integer, String> last = new TreeMap<>();
            long deadline = System.nanoTime() + READ_TIMEOUT.toNanos();
            while (last.size() < partitions.size()) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> last.putIfAbsent(record.partition(), record.value()));
                if (System.nanoTime() > deadline) throw new CheckFailed("cannot read the end of " + topic);
            }
            return last;
        }
    }

    private List<TopicPartition> seekToLastMessages(KafkaConsumer<String, String> consumer) {
        List<TopicPartition> partitions = partitions(consumer, topic);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        partitions.removeIf(partition -> offset(ends, partition) <= offset(begins, partition));
        consumer.assign(partitions);
        partitions.forEach(partition -> consumer.seek(partition, offset(ends, partition) - 1));
        return partitions;
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return offsets.getOrDefault(partition, 0L);
    }

    static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.partitionsFor(topic)
                .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        return partitions;
    }

    static KafkaConsumer<String, String> consumer(Map<String, Object> connection) {
        Map<String, Object> properties = new HashMap<>(connection);
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "latest");
        properties.put("isolation.level", "read_committed");
        return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    }
}
