package polyclinic.recovery.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.suite.SuiteEnvironment;

/** Kafka: what was sent and how far it was handled. */
public final class Broker implements AutoCloseable {
    private static final int TIMEOUT_MS = 5_000;
    private static final String EVENTS = ".events";

    private final Map<String, Object> settings;
    private final Admin admin;
    private final Set<String> services;

    private Broker(Map<String, Object> settings, Set<String> services) {
        this.settings = settings;
        this.services = services;
        this.admin = Admin.create(settings);
    }

    /** Returns the broker that the environment names. */
    public static Broker of(Map<String, String> environment) {
        String address = environment.getOrDefault("POLYCLINIC_KAFKA", "");
        if (address.isEmpty()) {
            throw new RecoveryFailed("POLYCLINIC_KAFKA must be set");
        }
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", address);
        settings.put("request.timeout.ms", TIMEOUT_MS);
        settings.put("default.api.timeout.ms", TIMEOUT_MS);
        String protocol = environment.getOrDefault("POLYCLINIC_KAFKA_PROTOCOL", "");
        if (!protocol.isEmpty()) {
            settings.put("security.protocol", protocol);
        }
        String user = either(environment, "POLYCLINIC_KAFKA_ADMIN", "POLYCLINIC_KAFKA_USER");
        String password = either(environment, "POLYCLINIC_KAFKA_ADMIN_PASSWORD", "POLYCLINIC_KAFKA_PASSWORD");
        if (protocol.startsWith("SASL") && !user.isEmpty()) {
            settings.put("sasl.mechanism", environment.getOrDefault("POLYCLINIC_KAFKA_MECHANISM", "SCRAM-SHA-512"));
            settings.put(
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user
                            + "\" password=\"" + password.replace("\\", "\\\\").replace("\"", "\\\"") + "\";");
        }
        if (protocol.endsWith("SSL")) {
            putCertificates(environment, settings);
        }
        return new Broker(settings, SuiteEnvironment.services(environment));
    }

    /** All files are PEM. Who does not name an authority believes the JDK's; who has no key of his own needs a password. */
    private static void putCertificates(Map<String, String> environment, Map<String, Object> settings) {
        String authority = environment.getOrDefault("POLYCLINIC_KAFKA_CA", "");
        if (!authority.isEmpty()) {
            settings.put("ssl.truststore.type", "PEM");
            settings.put("ssl.truststore.certificates", text(authority));
        }
        String certificate = either(environment, "POLYCLINIC_KAFKA_ADMIN_CERTIFICATE", "POLYCLINIC_KAFKA_CERTIFICATE");
        String key = either(environment, "POLYCLINIC_KAFKA_ADMIN_KEY", "POLYCLINIC_KAFKA_KEY");
        if (!certificate.isEmpty() && !key.isEmpty()) {
            settings.put("ssl.keystore.type", "PEM");
            settings.put("ssl.keystore.certificate.chain", text(certificate));
            settings.put("ssl.keystore.key", text(key));
        }
    }

    private static String either(Map<String, String> environment, String first, String second) {
        return environment.getOrDefault(first, environment.getOrDefault(second, ""));
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new RecoveryFailed(file + " cannot be read", e);
        }
    }

    /** Returns how clients connect. */
    Map<String, Object> settings() {
        return settings;
    }

    /** Returns the names of all topics. */
    public Set<String> topics() {
        return wait(admin.listTopics().names());
    }

    /** Returns the end offsets of the topics' partitions. */
    Map<TopicPartition, Long> ends(Collection<String> topics) {
        return ends(partitions(topics));
    }

    Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest());
    }

    /** Returns the first offsets that are still there. */
    Map<TopicPartition, Long> begins(Collection<String> topics) {
        return offsets(partitions(topics), OffsetSpec.earliest());
    }

    /** Returns how to look at all topics of events, as they are now. */
    public EventWatch events() {
        return watch(topics().stream().filter(topic -> topic.endsWith(EVENTS)).toList());
    }

    /** Returns the same for the topic of audit entries. */
    public EventWatch trail() {
        return watch(List.of(AuditTopic.NAME));
    }

    private EventWatch watch(List<String> topics) {
        Set<TopicPartition> partitions = partitions(topics);
        return new EventWatch(this, partitions, offsets(partitions, OffsetSpec.earliest()), groups());
    }

    @Override
    public void close() {
        admin.close();
    }

    private List<String> groups() {
        return wait(admin.listGroups().valid()).stream()
                .map(GroupListing::groupId)
                .filter(this::isOfSuite)
                .toList();
    }

    /**
     * Returns what groups have committed of partitions; a group that has committed nothing of them is not in it. Of a service that had
     * one group for all topics, and reads a topic in a group of its own since, only the later one counts.
     */
    Map<String, Map<TopicPartition, Long>> committed(List<String> groups, Set<TopicPartition> partitions) {
        if (groups.isEmpty()) {
            return Map.of();
        }
        Map<String, ListConsumerGroupOffsetsSpec> wanted = groups.stream()
                .collect(Collectors.toMap(Function.identity(), group -> new ListConsumerGroupOffsetsSpec()));
        Map<String, Map<TopicPartition, Long>> found = new TreeMap<>();
        wait(admin.listConsumerGroupOffsets(wanted).all()).forEach((group, offsets) -> {
            Map<TopicPartition, Long> committed = new HashMap<>();
            offsets.forEach((partition, offset) -> {
                if (partitions.contains(partition) && offset != null) {
                    committed.put(partition, offset.offset());
                }
            });
            found.put(group, committed);
        });
        found.forEach((group, committed) -> found.forEach((other, since) -> {
            if (other.startsWith(group + '.')) {
                committed.keySet().removeAll(since.keySet());
            }
        }));
        found.values().removeIf(Map::isEmpty);
        return found;
    }

    /** {@code <service>}, or {@code <service>.<what for>}: of a stranger who reads along nobody waits for. */
    private boolean isOfSuite(String group) {
        int dot = group.indexOf('.');
        return services.contains(dot < 0 ? group : group.substring(0, dot));
    }

    private Set<TopicPartition> partitions(Collection<String> topics) {
        Set<TopicPartition> partitions = new HashSet<>();
        wait(admin.describeTopics(topics).allTopicNames()).forEach((topic, description) -> description
                .partitions()
                .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
        return partitions;
    }

    private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> spec));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        wait(admin.listOffsets(wanted).all()).forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    private static <T> T wait(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new RecoveryFailed("Kafka refuses", e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException | KafkaException e) {
            throw new RecoveryFailed("Kafka does not answer", e);
        } catch (InterruptedException e) {
            throw RecoveryFailed.interrupted(e);
        }
    }
}
