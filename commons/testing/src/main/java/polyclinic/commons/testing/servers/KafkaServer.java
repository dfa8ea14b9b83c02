package polyclinic.commons.testing.servers;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Kafka;
import polyclinic.local.servers.SharedServers;

/** Kafka with all topics of the suite, empty. */
public class KafkaServer extends TestServer<Kafka> {
    private static final List<NewTopic> TOPICS = Stream.of(
                    Stream.of("patient", "appointment", "prescription", "billing", "notes", "asset")
                            .map(service -> service + ".events"),
                    Stream.of("audit.entries"),
                    Stream.of("patient", "appointment", "prescription", "billing", "notes", "asset", "audit")
                            .map(service -> service + "-service.dead-letter"))
            .flatMap(names -> names)
            .map(name -> new NewTopic(name, 1, (short) 1))
            .toList();

    private static @Nullable Kafka current;

    public KafkaServer() {
        super(SharedServers::kafka);
    }

    /** The running server, to kill and restart it. */
    public static Kafka current() {
        return Objects.requireNonNull(current, "Kafka was not started");
    }

    @Override
    Kafka own() {
        return Kafka.at(RunServers.freshFolder("kafka"), Probe.freePort(), Probe.freePort(), Map.of());
    }

    @Override
    void prepare(Kafka server) {
        current = server;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrap()))) {
            admin.deleteTopics(admin.listTopics().names().get()).all().get();
            admin.deleteConsumerGroups(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream()
                            .map(GroupListing::groupId)
                            .toList())
                    .all()
                    .get();
            admin.createTopics(TOPICS).all().get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("cannot make the topics", e);
        }
    }

    @Override
    Map<String, String> configuration(Kafka server) {
        return Map.of("POLYCLINIC_KAFKA", server.bootstrap());
    }
}
