package polyclinic.local.servers;

import java.time.Duration;

/**
 * How a topic is made.
 *
 * @param retention how long a message stays readable; its log leaves the disk within a day after that
 */
public record KafkaTopic(int partitions, Duration retention) {
    String definition(String name) {
        return name + ":" + partitions + ":" + retention.toMillis();
    }
}
