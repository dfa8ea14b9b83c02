package polyclinic.recovery.kafka;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks again and again how far all events are. Which topics and groups there are, and which events are still kept, is found out
 * once: a look takes two round trips, since requests wait meanwhile.
 */
public final class EventWatch {
    private final Broker broker;
    private final Set<TopicPartition> partitions;
    private final Map<TopicPartition, Long> begins;
    private final List<String> groups;

    EventWatch(Broker broker, Set<TopicPartition> partitions, Map<TopicPartition, Long> begins, List<String> groups) {
        this.broker = broker;
        this.partitions = partitions;
        this.begins = begins;
        this.groups = groups;
    }

    /** Returns what was sent to the topics of events, and what the suite's groups have handled of it. */
    public Positions positions() {
        Map<String, Map<TopicPartition, Long>> committed = broker.committed(groups, partitions);
        // The ends are read last: what was committed before cannot be beyond them.
        return new Positions(broker.ends(partitions), begins, committed);
    }
}
