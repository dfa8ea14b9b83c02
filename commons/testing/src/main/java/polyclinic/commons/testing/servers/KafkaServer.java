package polyclinic.commons.testing.servers;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import polyclinic.local.servers.Kafka;
import polyclinic.local.servers.Probe;

/** A real Kafka of the test's own with all topics of the suite. */
public class KafkaServer implements QuarkusTestResourceLifecycleManager {
    private static @Nullable Kafka current;

    @Override
    public Map<String, String> start() {
        Map<String, Integer> topics = new TreeMap<>();
        for (String name : new String[] {"patient", "appointment", "prescription", "notes", "asset"})
            topics.put(name + ".events", 1);
        topics.put("audit.entries", 1);
        for (String name : new String[] {"patient", "appointment", "prescription", "notes", "asset", "audit"})
            topics.put(name + "-service.dead-letter", 1);
        Kafka started = Kafka.start(Folders.fresh("kafka"), Probe.freePort(), Probe.freePort(), topics);
        current = started;
        return Map.of("POLYCLINIC_KAFKA", started.bootstrap());
    }

    @Override
    public void stop() {
        current().stop();
    }

    public static Kafka current() {
        return Objects.requireNonNull(current, "not started");
    }
}
