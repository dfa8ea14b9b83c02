package polyclinic.gateway.feed;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Makes the consumers by which the feed reads Kafka. Files of certificates are read anew for each. */
@Singleton
class FeedConsumers {

    private static final int BATCH = 250;

    private final FeedConfig.Kafka config;

    FeedConsumers(FeedConfig config) {
        this.config = config.kafka();
    }

    boolean areConfigured() {
        return config.servers().isPresent();
    }

    List<String> topics() {
        return config.topics();
    }

    Consumer<String, String> create() {
        return new KafkaConsumer<>(settings(), new StringDeserializer(), new StringDeserializer());
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", config.servers().orElseThrow());
        settings.put("group.id", config.group());
        settings.put("client.id", "gateway-feed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.put("max.poll.records", BATCH);
        settings.put("fetch.max.wait.ms", 500);
        settings.put("session.timeout.ms", 10_000);
        settings.put("heartbeat.interval.ms", 2_000);
        settings.put("default.api.timeout.ms", 10_000);
        settings.put("reconnect.backoff.max.ms", 1_000);
        settings.put("allow.auto.create.topics", false);
        settings.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
        settings.put("security.protocol", config.protocol());
        if (config.protocol().startsWith("SASL")) {
            settings.put("sasl.mechanism", config.mechanism());
            settings.put(
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                            .formatted(
                                    config.user().orElse(""), config.password().orElse("")));
        }
        config.ca().ifPresent(ca -> {
            settings.put("ssl.truststore.type", "PEM");
            settings.put("ssl.truststore.location", ca.toString());
        });
        config.certificate().ifPresent(certificate -> {
            settings.put("ssl.keystore.type", "PEM");
            settings.put("ssl.keystore.certificate.chain", text(certificate));
            settings.put("ssl.keystore.key", text(config.key().orElseThrow()));
        });
        return settings;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
