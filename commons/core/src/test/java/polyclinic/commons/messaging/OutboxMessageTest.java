package polyclinic.commons.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.RecordBatch;
import org.junit.jupiter.api.Test;

class OutboxMessageTest {
    /** The producer's own limit, max.request.size, as it is unless it is told otherwise. */
    private static final int KAFKA_TAKES = 1024 * 1024;

    private static OutboxMessage message(String body) {
        return new OutboxMessage(
                UUID.randomUUID(),
                "notes.events",
                "key",
                "note.drafted.v1",
                Map.of("ce_id", UUID.randomUUID().toString(), "content-type", "application/json"),
                body);
    }

    @Test
    void the_largest_that_is_not_too_large_is_one_that_kafka_takes() {
        int largest = 1;
        for (int step = 1024 * 1024; step > 0; step /= 2)
            if (!message("x".repeat(largest + step)).isTooLarge()) largest += step;

        assertThat(largest).isGreaterThan(1_000_000);
        assertThat(sizeInKafka(message("x".repeat(largest)))).isLessThanOrEqualTo(KAFKA_TAKES);
    }

    @Test
    void letters_of_every_script_count_with_their_bytes() {
        assertThat(message("a".repeat(600_000)).isTooLarge()).isFalse();
        assertThat(message("ä".repeat(600_000)).isTooLarge()).isTrue();
    }

    private static int sizeInKafka(OutboxMessage message) {
        RecordHeaders headers = new RecordHeaders();
        message.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                Compression.NONE.type(),
                message.key().getBytes(StandardCharsets.UTF_8),
                message.body().getBytes(StandardCharsets.UTF_8),
                headers.toArray());
    }
}
