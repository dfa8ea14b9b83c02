package polyclinic.clients.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import polyclinic.clients.Json;
import polyclinic.clients.Wrong;

/**
 * A consumer of appointment.events. For each booking it measures from the event's {@code occurredAt}, which
 * appointment-service takes before it sends the statement that writes and commits the booking, to the moment at which the
 * event is in the consumer's hands: the commit itself is inside of it, so the time from commit to consumer is shorter.
 */
final class Arrivals implements AutoCloseable {
    private final Histogram micros = new ConcurrentHistogram(120_000_000L, 3);
    private final Set<String> arrived = ConcurrentHashMap.newKeySet();
    private final KafkaConsumer<String, String> consumer;
    private final Thread thread;
    private volatile boolean closed;
    private volatile Instant countFrom = Instant.MAX;

    Arrivals(String bootstrap) {
        consumer = consumer(bootstrap);
        List<TopicPartition> partitions = partitions(consumer, "appointment.events");
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread = new Thread(this::poll, "arrivals");
        thread.start();
    }

    /** Events of bookings made from now on count. */
    void count(Instant from) {
        countFrom = from;
    }

    boolean has(String appointmentId) {
        return arrived.contains(appointmentId);
    }

    double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
    }

    double maxMillis() {
        return micros.getMaxValue() / 1000.0;
    }

    private void poll() {
        while (!closed) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                Instant now = Instant.now();
                var type = record.headers().lastHeader("ce_type");
                if (type == null || !"appointment.booked.v1".equals(new String(type.value(), StandardCharsets.UTF_8)))
                    continue;
                JsonNode event = Json.parse(record.value().getBytes(StandardCharsets.UTF_8));
                arrived.add(event.path("appointmentId").asText());
                Instant occurred = Instant.parse(event.path("occurredAt").asText());
                if (occurred.isBefore(countFrom)) continue;
                long took = ChronoUnit.MICROS.between(occurred, now);
                micros.recordValue(Math.max(0, Math.min(took, 120_000_000L)));
            }
        }
        consumer.close();
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
