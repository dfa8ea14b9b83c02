package polyclinic.clients.seed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import polyclinic.clients.checks.CheckFailed;

/** How many messages of some topics the services have yet to handle, all of them together. */
final class ConsumerLag implements AutoCloseable {
    private static final long ANSWER_SECONDS = 30;

    private final Admin kafka;
    private final List<String> topics;

    /** @param connection of the administrator */
    ConsumerLag(Map<String, Object> connection, List<String> topics) {
        this.kafka = Admin.create(new HashMap<>(connection));
        this.topics = topics;
    }

    long messages() {
        Map<String, ListConsumerGroupOffsetsSpec> groups = new HashMap<>();
        for (GroupListing group : await(kafka.listGroups().all()))
            groups.put(group.groupId(), new ListConsumerGroupOffsetsSpec());
        if (groups.isEmpty()) return 0;
        List<Map.Entry<TopicPartition, OffsetAndMetadata>> handled = new ArrayList<>();
        var committed = await(kafka.listConsumerGroupOffsets(groups).all());
        committed.forEach((group, offsets) -> offsets.entrySet().stream()
                .filter(entry -> topics.contains(entry.getKey().topic()))
                .filter(entry -> !isReadSince(group, entry.getKey(), committed))
                .forEach(handled::add));
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        handled.forEach(entry -> asked.put(entry.getKey(), OffsetSpec.latest()));
        var ends = await(kafka.listOffsets(asked).all());
        long behind = 0;
        for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : handled) {
            var end = ends.get(entry.getKey());
            if (end != null)
                behind += Math.max(0, end.offset() - entry.getValue().offset());
        }
        return behind;
    }

    /** Whether a service that had one group for all topics reads this one in a group of its own since. */
    private static boolean isReadSince(
            String group, TopicPartition partition, Map<String, Map<TopicPartition, OffsetAndMetadata>> committed) {
        return committed.entrySet().stream()
                .anyMatch(other -> other.getKey().startsWith(group + '.')
                        && other.getValue().containsKey(partition));
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new CheckFailed("Kafka: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw CheckFailed.interrupted(e);
        }
    }

    @Override
    public void close() {
        kafka.close();
    }
}
