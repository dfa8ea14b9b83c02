package polyclinic.recovery.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StoredFile;

/** Events that nobody could handle: the only facts that are in Kafka and nowhere else. A file has one letter a line, as JSON. */
public final class DeadLetterCopy {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENDING = ".dead-letter";
    private static final String DECIDED = "dead-letter-decided";
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int BATCH = 1000;

    private DeadLetterCopy() {}

    /** Copies the letters of all topics that have any. */
    public static List<StoredFile> copy(Broker broker, BackupRepository repository, String id) {
        List<String> topics = broker.topics().stream()
                .filter(topic -> topic.endsWith(ENDING))
                .sorted()
                .toList();
        if (topics.isEmpty()) {
            return List.of();
        }
        Map<TopicPartition, Long> ends = broker.ends(topics);
        Map<TopicPartition, Long> begins = broker.begins(topics);
        List<StoredFile> files = new ArrayList<>();
        for (String topic : topics) {
            Map<TopicPartition, Long> left = new HashMap<>();
            ends.forEach((partition, end) -> {
                if (partition.topic().equals(topic) && end > begins.getOrDefault(partition, 0L)) {
                    left.put(partition, end);
                }
            });
            if (!left.isEmpty()) {
                files.add(
                        repository.write("letters/" + id + "/" + topic + ".jsonl.gz", out -> write(broker, left, out)));
            }
        }
        return files;
    }

    /**
     * Sends the letters, and what became of them, to the topics of another broker. What somebody has decided about one is left out:
     * the service would act on it once more, on whatever is in the place of the message by then.
     */
    public static void send(List<StoredFile> files, BackupRepository repository, Broker broker) {
        if (files.isEmpty()) {
            return;
        }
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(broker.settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (StoredFile file : files) {
                repository.unpack(file, in -> send(in, producer));
            }
        } catch (IOException | KafkaException e) {
            throw new RecoveryFailed("the dead letters could not be sent", e);
        }
    }

    /** A batch at a time: what Kafka has not taken is no copy of a letter. */
    private static void send(InputStream in, KafkaProducer<byte[], byte[]> producer) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            ProducerRecord<byte[], byte[]> letter = letter(JSON.readTree(line));
            if (letter.headers().lastHeader(DECIDED) == null) {
                sent.add(producer.send(letter));
            }
            if (sent.size() == BATCH) {
                await(sent);
            }
        }
        await(sent);
    }

    private static void await(List<Future<RecordMetadata>> sent) {
        try {
            for (Future<RecordMetadata> letter : sent) {
                letter.get();
            }
            sent.clear();
        } catch (ExecutionException e) {
            throw new RecoveryFailed("Kafka does not take a dead letter", e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            throw RecoveryFailed.interrupted(e);
        }
    }

    private static void write(Broker broker, Map<TopicPartition, Long> left, OutputStream out) throws IOException {
        OutputStream packed = new GZIPOutputStream(out);
        long deadline = System.nanoTime() + READ_TIMEOUT.toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(broker.settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(left.keySet());
            consumer.seekToBeginning(left.keySet());
            while (!left.isEmpty()) {
                for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(POLL)) {
                    packed.write(JSON.writeValueAsBytes(line(letter)));
                    packed.write('\n');
                }
                left.entrySet().removeIf(partition -> consumer.position(partition.getKey()) >= partition.getValue());
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("the dead letters could not be read in " + READ_TIMEOUT.toSeconds() + " s");
                }
            }
        } catch (KafkaException e) {
            throw new IOException(RecoveryFailed.reason(e), e);
        }
        packed.close();
    }

    private static ObjectNode line(ConsumerRecord<byte[], byte[]> letter) {
        ObjectNode line = JSON.createObjectNode()
                .put("topic", letter.topic())
                .put("partition", letter.partition())
                .put("offset", letter.offset())
                .put("timestamp", letter.timestamp())
                .put("key", letter.key())
                .put("value", letter.value());
        // A list: of several headers with one name each counts.
        ArrayNode headers = line.putArray("headers");
        letter.headers()
                .forEach(header -> headers.addObject().put("key", header.key()).put("value", header.value()));
        return line;
    }

    private static ProducerRecord<byte[], byte[]> letter(JsonNode line) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                line.path("topic").asText(),
                null,
                line.path("timestamp").asLong(),
                bytes(line.path("key")),
                bytes(line.path("value")));
        line.path("headers")
                .forEach(header -> letter.headers().add(header.path("key").asText(), bytes(header.path("value"))));
        return letter;
    }

    private static byte @Nullable [] bytes(JsonNode value) {
        return value.isNull() ? null : Base64.getDecoder().decode(value.asText());
    }
}
