package polyclinic.commons.messaging.restatements;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.common.utils.Utils;

/** In which partition of a topic Kafka's producer puts a key. */
public final class Partitions {
    private Partitions() {}

    /** @param partitions how many the topic has */
    public static int of(UUID key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.toString().getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /** A key, no thing's id, that lies in the partition. */
    public static UUID keyIn(int partition, int partitions) {
        long number = 0;
        while (of(new UUID(0, number), partitions) != partition) number++;
        return new UUID(0, number);
    }
}
