package polyclinic.recovery.kafka;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import polyclinic.recovery.progress.RecoveryFailed;

/** The topic from which audit-service takes what goes into the trail. */
public final class AuditTopic {
    static final String NAME = "audit.entries";

    private AuditTopic() {}

    /** Sends an entry and waits until the broker has it. */
    public static void send(Broker broker, String key, String entry) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(broker.settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            NAME, key.getBytes(StandardCharsets.UTF_8), entry.getBytes(StandardCharsets.UTF_8)))
                    .get();
        } catch (ExecutionException | KafkaException e) {
            throw new RecoveryFailed("Kafka does not take the audit entry", e);
        } catch (InterruptedException e) {
            throw RecoveryFailed.interrupted(e);
        }
    }
}
