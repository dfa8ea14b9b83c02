package polyclinic.clients.clinic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import polyclinic.clients.checks.CheckFailed;

/** How a client connects to Kafka, by the variables that services use. */
public final class KafkaConnection {
    private static final String LOGIN =
            "org.apache.kafka.common.security.scram.ScramLoginModule required" + " username=\"%s\" password=\"%s\";";

    /** Variables of a service, each with the one that has it of the administrator. */
    private static final Map<String, String> ADMINISTRATORS = Map.of(
            "POLYCLINIC_KAFKA_PROTOCOL", "POLYCLINIC_KAFKA_PROTOCOL",
            "POLYCLINIC_KAFKA_MECHANISM", "POLYCLINIC_KAFKA_MECHANISM",
            "POLYCLINIC_KAFKA_USER", "POLYCLINIC_KAFKA_ADMIN",
            "POLYCLINIC_KAFKA_PASSWORD", "POLYCLINIC_KAFKA_ADMIN_PASSWORD",
            "POLYCLINIC_KAFKA_CA", "POLYCLINIC_KAFKA_CA",
            "POLYCLINIC_KAFKA_CERTIFICATE", "POLYCLINIC_KAFKA_ADMIN_CERTIFICATE",
            "POLYCLINIC_KAFKA_KEY", "POLYCLINIC_KAFKA_ADMIN_KEY");

    private KafkaConnection() {}

    /** Returns the settings of the clinic's administrator, who may read every topic. */
    public static Map<String, Object> of(Clinic clinic) {
        Map<String, String> variables = new HashMap<>();
        ADMINISTRATORS.forEach((variable, administrators) -> {
            String value = clinic.value(administrators, "");
            if (!value.isEmpty()) variables.put(variable, value);
        });
        return of(clinic.require("POLYCLINIC_KAFKA"), variables);
    }

    /** Returns the settings for a user; {@code variables} are those of a service. They can be added to. */
    public static Map<String, Object> of(String bootstrap, Map<String, String> variables) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrap);
        String protocol = variables.getOrDefault("POLYCLINIC_KAFKA_PROTOCOL", "PLAINTEXT");
        settings.put("security.protocol", protocol);
        if (protocol.startsWith("SASL")) {
            settings.put("sasl.mechanism", variables.getOrDefault("POLYCLINIC_KAFKA_MECHANISM", "SCRAM-SHA-512"));
            settings.put(
                    "sasl.jaas.config",
                    LOGIN.formatted(
                            variables.getOrDefault("POLYCLINIC_KAFKA_USER", ""),
                            variables.getOrDefault("POLYCLINIC_KAFKA_PASSWORD", "")));
        }
        if (protocol.endsWith("SSL")) {
            settings.put("ssl.truststore.type", "PEM");
            settings.put("ssl.truststore.certificates", text(variables.getOrDefault("POLYCLINIC_KAFKA_CA", "")));
        }
        if (protocol.equals("SSL")) {
            settings.put("ssl.keystore.type", "PEM");
            settings.put(
                    "ssl.keystore.certificate.chain", text(variables.getOrDefault("POLYCLINIC_KAFKA_CERTIFICATE", "")));
            settings.put("ssl.keystore.key", text(variables.getOrDefault("POLYCLINIC_KAFKA_KEY", "")));
        }
        return settings;
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new CheckFailed("no certificates for Kafka in \"" + file + "\"", e);
        }
    }
}
