package polyclinic.local.kafka;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/**
 * Makes the topics that are missing, and gives those their retention that have none of their own. Arguments: bootstrap
 * address, topics ("name:partitions:retention in ms,…"); who connects is in the environment, as for services.
 */
public final class CreateTopics {
    private static final String RETENTION = "retention.ms";
    /** Kafka deletes whole segments and never the newest; with a new one each day, what is too old leaves a day later. */
    private static final String SEGMENT_MS = String.valueOf(Duration.ofDays(1).toMillis());

    private static final long TIMEOUT_SECONDS = 60;

    private CreateTopics() {}

    public static void main(String[] args) throws Exception {
        try (Admin admin = Admin.create(ClientSettings.of(args[0], System.getenv()))) {
            create(admin, args[1]);
        }
    }

    /** Waits up to a minute for the broker, as it may just be starting. */
    static void create(Admin admin, String definitions) throws Exception {
        Set<String> present = admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        List<NewTopic> topics = Arrays.stream(definitions.split(","))
                .filter(definition -> !definition.isBlank())
                .map(CreateTopics::topic)
                .toList();
        List<NewTopic> missing =
                topics.stream().filter(topic -> !present.contains(topic.name())).toList();
        admin.createTopics(missing).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        limit(
                admin,
                topics.stream().filter(topic -> present.contains(topic.name())).toList());
    }

    /** No type of its own: the server's class path has this class alone. */
    private static NewTopic topic(String definition) {
        String[] parts = definition.split(":");
        return new NewTopic(parts[0], Integer.parseInt(parts[1]), (short) 1)
                .configs(Map.of(RETENTION, parts[2], "segment.ms", SEGMENT_MS));
    }

    /** A retention that somebody has set stays. */
    private static void limit(Admin admin, List<NewTopic> topics) throws Exception {
        Map<ConfigResource, Config> known = admin.describeConfigs(
                        topics.stream().map(CreateTopics::resource).toList())
                .all()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        Map<ConfigResource, Collection<AlterConfigOp>> changes = topics.stream()
                .filter(topic -> !hasRetention(known.get(resource(topic))))
                .collect(Collectors.toMap(CreateTopics::resource, CreateTopics::settings));
        admin.incrementalAlterConfigs(changes).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private static ConfigResource resource(NewTopic topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    private static Collection<AlterConfigOp> settings(NewTopic topic) {
        return topic.configs().entrySet().stream()
                .map(setting -> new AlterConfigOp(
                        new ConfigEntry(setting.getKey(), setting.getValue()), AlterConfigOp.OpType.SET))
                .toList();
    }

    private static boolean hasRetention(@Nullable Config config) {
        ConfigEntry retention = config == null ? null : config.get(RETENTION);
        return retention != null && retention.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG;
    }
}
