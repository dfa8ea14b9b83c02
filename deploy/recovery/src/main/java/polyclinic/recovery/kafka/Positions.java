package polyclinic.recovery.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * How far everything is.
 *
 * @param ends where the next event of each partition will be
 * @param begins the first that is still there
 * @param committed by group: the first that it has not handled
 */
public record Positions(
        Map<TopicPartition, Long> ends,
        Map<TopicPartition, Long> begins,
        Map<String, Map<TopicPartition, Long>> committed) {
    /** Returns the first group that has something to handle, nothing when all have handled all. */
    public Optional<String> behind() {
        return new TreeMap<>(committed)
                .entrySet().stream()
                        .flatMap(group -> group.getValue().entrySet().stream()
                                .filter(offset -> offset.getValue() < end(offset.getKey()))
                                .map(offset -> group.getKey() + " has " + (end(offset.getKey()) - offset.getValue())
                                        + " events of " + offset.getKey() + " to handle"))
                        .findFirst();
    }

    /** Returns the ends by {@code topic/partition}. */
    public Map<String, Long> endsByName() {
        Map<String, Long> named = new TreeMap<>();
        ends.forEach((partition, offset) -> named.put(partition.topic() + "/" + partition.partition(), offset));
        return named;
    }

    /** Returns the committed offsets by {@code group/topic/partition}. */
    public Map<String, Long> committedByName() {
        Map<String, Long> named = new TreeMap<>();
        committed.forEach((group, offsets) -> offsets.forEach((partition, offset) ->
                named.put(group + "/" + partition.topic() + "/" + partition.partition(), offset)));
        return named;
    }

    private long end(TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }
}
