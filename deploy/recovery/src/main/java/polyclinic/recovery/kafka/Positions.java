package polyclinic.recovery.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    /**
     * Returns the first group that has something to handle, nothing when all have handled all. A group that reads a topic and has
     * never committed anything of one of its partitions has handled nothing of it.
     */
    public Optional<String> behind() {
        return new TreeMap<>(committed)
                .entrySet().stream()
                        .flatMap(group -> ofTopics(group.getValue())
                                .filter(partition -> handled(group.getValue(), partition) < end(partition))
                                .map(partition -> group.getKey() + " has "
                                        + (end(partition) - handled(group.getValue(), partition)) + " events of "
                                        + partition + " to handle"))
                        .findFirst();
    }

    /** Returns whether all that had been sent at an earlier time is handled. */
    public boolean haveHandled(Positions earlier) {
        if (committed.isEmpty()) {
            return earlier.ends.entrySet().stream().allMatch(end -> handled(Map.of(), end.getKey()) >= end.getValue());
        }
        return committed.values().stream().allMatch(offsets -> earlier.ends.entrySet().stream()
                .allMatch(end -> handled(offsets, end.getKey()) >= end.getValue()));
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

    private Stream<TopicPartition> ofTopics(Map<TopicPartition, Long> offsets) {
        Set<String> topics =
                offsets.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
        return ends.keySet().stream().filter(partition -> topics.contains(partition.topic()));
    }

    private long handled(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return offsets.getOrDefault(partition, begins.getOrDefault(partition, 0L));
    }

    private long end(TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }
}
