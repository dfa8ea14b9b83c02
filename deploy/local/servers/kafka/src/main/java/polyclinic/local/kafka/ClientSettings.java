package polyclinic.local.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of a client of Kafka from the variables by which services connect. */
final class ClientSettings {
    private static final String LOGIN = "org.apache.kafka.common.security.%s required username=\"%s\" password=\"%s\";";

    private ClientSettings() {}

    static Map<String, Object> of(String bootstrap, Map<String, String> environment) {
        Map<String, Object> settings = new HashMap<>(
                Map.of("bootstrap.servers", bootstrap, "default.api.timeout.ms", 60_000, "reconnect.backoff.ms", 50));
        String protocol = environment.getOrDefault("POLYCLINIC_KAFKA_PROTOCOL", "PLAINTEXT");
        settings.put("security.protocol", protocol);
        if (protocol.startsWith("SASL")) {
            String mechanism = environment.getOrDefault("POLYCLINIC_KAFKA_MECHANISM", "SCRAM-SHA-512");
            settings.put("sasl.mechanism", mechanism);
            settings.put(
                    "sasl.jaas.config",
                    LOGIN.formatted(
                            mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule",
                            environment.getOrDefault("POLYCLINIC_KAFKA_USER", ""),
                            environment.getOrDefault("POLYCLINIC_KAFKA_PASSWORD", "")));
        }
        if (protocol.endsWith("SSL")) {
            settings.put("ssl.truststore.type", "PEM");
            settings.put("ssl.truststore.certificates", text(environment.get("POLYCLINIC_KAFKA_CA")));
        }
        if (protocol.equals("SSL")) {
            settings.put("ssl.keystore.type", "PEM");
            settings.put("ssl.keystore.certificate.chain", text(environment.get("POLYCLINIC_KAFKA_CERTIFICATE")));
            settings.put("ssl.keystore.key", text(environment.get("POLYCLINIC_KAFKA_KEY")));
        }
        return settings;
    }

    private static String text(@Nullable String file) {
        try {
            return Files.readString(Path.of(String.valueOf(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("no certificates for Kafka in " + file, e);
        }
    }
}
