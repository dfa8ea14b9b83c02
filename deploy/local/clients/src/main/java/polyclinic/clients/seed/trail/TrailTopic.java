package polyclinic.clients.seed.trail;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringSerializer;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.seed.invention.SeededLook;

/**
 * Where services send their entries. They come in as any, in CloudEvents envelopes (1.0, the Kafka binding's binary mode), and
 * audit-service verifies, chains and signs them as any.
 */
public final class TrailTopic implements AutoCloseable {
    public static final String NAME = "audit.entries";

    private final Map<String, EntrySigner> signers = new HashMap<>();
    private final KafkaProducer<String, String> kafka;
    private final Path home;

    /**
     * @param connection of the administrator, who may write to any topic
     * @param home the folder of the local stack
     */
    public TrailTopic(Map<String, Object> connection, Path home) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("linger.ms", 20);
        settings.put("batch.size", 262_144);
        this.kafka = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        this.home = home;
    }

    /** Returns when the broker has all of them. */
    void send(List<SeededLook> looks) {
        List<Future<RecordMetadata>> sent = new ArrayList<>(looks.size());
        try {
            for (SeededLook look : looks) sent.add(kafka.send(message(look)));
            kafka.flush();
            for (Future<RecordMetadata> one : sent) one.get();
        } catch (ExecutionException | KafkaException e) {
            throw new CheckFailed("Kafka: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw CheckFailed.interrupted(e);
        }
    }

    private ProducerRecord<String, String> message(SeededLook look) {
        String body = signers.computeIfAbsent(look.service(), service -> EntrySigner.of(home, service))
                .signed(look.members());
        ProducerRecord<String, String> message = new ProducerRecord<>(NAME, look.key(), body);
        Headers headers = message.headers();
        add(headers, "ce_specversion", "1.0");
        add(headers, "ce_id", look.id().toString());
        add(headers, "ce_type", "audit.recorded.v1");
        add(headers, "ce_source", "/" + look.service());
        add(headers, "ce_subject", look.key());
        add(headers, "ce_time", look.at().toString());
        add(headers, "ce_actor", look.members().path("actor").path("subject").asText());
        add(headers, "content-type", "application/json");
        return message;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        kafka.close();
    }
}
