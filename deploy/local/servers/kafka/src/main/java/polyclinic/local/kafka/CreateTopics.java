package polyclinic.local.kafka;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Makes the topics that are missing. Arguments: bootstrap address, topics ("name:partitions,…"). */
public final class CreateTopics {
    private CreateTopics() {}

    public static void main(String[] args) throws Exception {
        create(args[0], args[1]);
    }

    /** Waits up to a minute for the broker, as it may just be starting. */
    static void create(String bootstrap, String topics) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrap, "default.api.timeout.ms", 60_000, "reconnect.backoff.ms", 50);
        try (Admin admin = Admin.create(settings)) {
            Set<String> present = admin.listTopics().names().get(60, TimeUnit.SECONDS);
            List<NewTopic> missing = Arrays.stream(topics.split(","))
                    .filter(topic -> !topic.isBlank())
                    .map(topic -> topic.split(":"))
                    .filter(topic -> !present.contains(topic[0]))
                    .map(topic -> new NewTopic(topic[0], Integer.parseInt(topic[1]), (short) 1))
                    .toList();
            admin.createTopics(missing).all().get(60, TimeUnit.SECONDS);
        }
    }
}
