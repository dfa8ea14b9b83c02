package polyclinic.commons.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.TreeMap;
import polyclinic.local.servers.Kafka;
import polyclinic.local.servers.Probe;

/** A real Kafka of the test's own with all topics of the suite. */
public class KafkaServer implements QuarkusTestResourceLifecycleManager {
    private static Kafka current;

    @Override
    public Map<String, String> start() {
        Map<String, Integer> topics = new TreeMap<>();
        for (String name : new String[] {"patient", "appointment", "prescription", "notes", "asset"})
            topics.put(name + ".events", 1);
        topics.put("audit.entries", 1);
        for (String name : new String[] {"patient", "appointment", "prescription", "notes", "asset", "audit"})
            topics.put(name + "-service.dead-letter", 1);
        current = Kafka.start(Folders.fresh("kafka"), Probe.freePort(), Probe.freePort(), topics);
        return Map.of("POLYCLINIC_KAFKA", current.bootstrap());
    }

    @Override
    public void stop() {
        current.stop();
    }

    public static Kafka current() {
        return current;
    }
}
