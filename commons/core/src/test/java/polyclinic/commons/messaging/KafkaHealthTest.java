package polyclinic.commons.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaHealthTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AskedProducer producer = new AskedProducer();
    private final KafkaSender sender = new KafkaSender(() -> producer);
    private final KafkaHealth health = new KafkaHealth(sender);

    @AfterEach
    void close() {
        sender.close();
    }

    @Test
    void however_many_ask_at_once_kafka_is_asked_once_and_not_on_the_thread_that_sends() {
        for (int i = 0; i < 10; i++) assertThat(status()).isEqualTo(Status.UP);

        assertThat(producer.asked).hasValue(1);
        assertThat(producer.askedBy).isNotEqualTo("kafka-sender");
    }

    @Test
    void it_is_down_when_no_broker_answers() {
        producer.away = true;

        assertThat(status()).isEqualTo(Status.DOWN);
    }

    private Status status() {
        return health.call().await().atMost(PATIENCE).getStatus();
    }

    private static final class AskedProducer extends MockProducer<String, String> {
        private final AtomicInteger asked = new AtomicInteger();
        private volatile String askedBy = "";
        private volatile boolean away;

        private AskedProducer() {
            super(true, null, new StringSerializer(), new StringSerializer());
        }

        @Override
        public List<PartitionInfo> partitionsFor(String topic) {
            asked.incrementAndGet();
            askedBy = Thread.currentThread().getName();
            if (away) throw new TimeoutException("no metadata");
            return List.of(new PartitionInfo(topic, 0, Node.noNode(), new Node[0], new Node[0]));
        }
    }
}
