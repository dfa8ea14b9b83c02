package polyclinic.commons.testing.servers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Everything that a topic holds, read once from its beginning and then as it arrives: to join Kafka anew for each look takes long. */
final class TopicLog {
    private final KafkaConsumer<String, String> consumer;

    /**
     * Asks for ends. On the connection of the other the broker answers this only after the fetch that waits there, which takes half a
     * second when nothing arrives.
     */
    private final KafkaConsumer<String, String> ends;

    private final List<TopicClient.Message> messages = new ArrayList<>();

    TopicLog(String bootstrap, String topic) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrap, "enable.auto.commit", false, "reconnect.backoff.max.ms", 100);
        consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        ends = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** What was read so far. */
    synchronized List<TopicClient.Message> messages() {
        return List.copyOf(messages);
    }

    /** Reads what has arrived since; waits a moment when there is nothing. */
    synchronized List<TopicClient.Message> readOn(Duration moment) {
        consumer.poll(moment).forEach(message -> messages.add(TopicClient.message(message)));
        return List.copyOf(messages);
    }

    /** It has read all that the topic holds now. */
    synchronized boolean isAtEnd() {
        return ends.endOffsets(consumer.assignment()).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    synchronized void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
        ends.close(CloseOptions.timeout(Duration.ZERO));
    }
}
