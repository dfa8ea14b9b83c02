package polyclinic.commons.messaging.restatements;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All facts of a kind whose ids lie in a range and whose events are in one partition: what is not among them does not exist. It
 * stands in that partition itself, behind all events of them that it takes into account and before all that it does not.
 *
 * @param kind for example {@code patients}
 * @param after the range begins behind this id, bytes compared without sign; null from the first on
 * @param through the last id of the range; null when there is no end
 * @param partition of the topic
 * @param partitions how many the topic has
 */
public record Restatement(
        String kind,
        @Nullable UUID after,
        @Nullable UUID through,
        int partition,
        int partitions,
        List<RestatedFact> facts) {
    public Restatement {
        facts = List.copyOf(facts);
    }
}
