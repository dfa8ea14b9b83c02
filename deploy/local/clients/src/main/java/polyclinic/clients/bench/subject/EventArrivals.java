package polyclinic.clients.bench.subject;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A consumer of {@code appointment.events} that records when the event of each booking arrived. */
public final class EventArrivals implements AutoCloseable {
    private static final String APPOINTMENT_ID = "\"appointmentId\":\"";
    private static final String BOOKED = "appointment.booked.v1";
    private static final long STOP_TIMEOUT_MS = 10_000;

    private final Map<UUID, Instant> arrivals = new ConcurrentHashMap<>();
    private final KafkaConsumer<String, String> consumer;
    private final Thread thread;
    private volatile boolean closed;

    /** Starts at the end of the topic. */
    public EventArrivals(Map<String, Object> connection) {
        consumer = TopicReader.consumer(connection);
        List<TopicPartition> partitions = TopicReader.partitions(consumer, "appointment.events");
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread = new Thread(this::poll, "arrivals");
        thread.start();
    }

    /** Returns when this consumer received the booking's event; null if it has not arrived. */
    public @Nullable Instant of(UUID appointmentId) {
        return arrivals.get(appointmentId);
    }

    private void poll() {
        while (!closed) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                Header type = record.headers().lastHeader("ce_type");
                if (type != null && BOOKED.equals(new String(type.value(), StandardCharsets.UTF_8)))
                    arrivals.putIfAbsent(appointmentId(record.value()), Instant.now());
            }
        }
        consumer.close();
    }

    /** Reads the id without parsing the JSON: processor time spent here is missing to the suite that is measured. */
    private static UUID appointmentId(String event) {
        int at = event.indexOf(APPOINTMENT_ID) + APPOINTMENT_ID.length();
        return UUID.fromString(event.substring(at, at + 36));
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(STOP_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
