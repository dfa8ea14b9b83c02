package polyclinic.commons.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyclinic.commons.values.Ids;

class KafkaSenderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FailingProducer producer = new FailingProducer();
    private final KafkaSender sender = new KafkaSender(() -> producer);

    @AfterEach
    void close() {
        sender.close();
    }

    @Test
    void all_messages_of_a_batch_are_sent_in_order() {
        sender.send(messages(3)).await().atMost(PATIENCE);

        assertThat(producer.history()).extracting(ProducerRecord::value).containsExactly("0", "1", "2");
    }

    /** A later event that goes out first would be out of order when the batch comes again. */
    @Test
    void what_is_behind_a_message_that_failed_is_not_sent() {
        producer.failing = "1";

        assertThatThrownBy(() -> sender.send(messages(4)).await().atMost(PATIENCE))
                .isInstanceOf(TimeoutException.class);
        assertThat(producer.history()).extracting(ProducerRecord::value).containsExactly("0");

        producer.failing = "none";
        producer.clear();
        sender.send(messages(4)).await().atMost(PATIENCE);
        assertThat(producer.history()).extracting(ProducerRecord::value).containsExactly("0", "1", "2", "3");
    }

    private static List<OutboxMessage> messages(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new OutboxMessage(
                        Ids.next(), "appointment.events", "key", "appointment.booked.v1", Map.of(), String.valueOf(i)))
                .toList();
    }

    /** Refuses one value as a producer does that knows no broker: through the callback, before {@code send} returns. */
    private static final class FailingProducer extends MockProducer<String, String> {
        private volatile String failing = "none";

        private FailingProducer() {
            super(true, null, new StringSerializer(), new StringSerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, String> message, Callback callback) {
            if (!message.value().equals(failing)) return super.send(message, callback);
            TimeoutException failure = new TimeoutException("no metadata");
            callback.onCompletion(null, failure);
            return CompletableFuture.failedFuture(failure);
        }
    }
}
