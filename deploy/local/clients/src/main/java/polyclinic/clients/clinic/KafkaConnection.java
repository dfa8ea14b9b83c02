package polyclinic.clients.clinic;

import java.util.HashMap;
import java.util.Map;

/** How a client connects to Kafka, by the variables that services use. */
public final class KafkaConnection {
    private static final String LOGIN =
            "org.apache.kafka.common.security.scram.ScramLoginModule required" + " username=\"%s\" password=\"%s\";";

    private KafkaConnection() {}

    /** Returns the settings of the clinic's administrator, who may read every topic. */
    public static Map<String, Object> of(Clinic clinic) {
        return of(
                clinic.require("POLYCLINIC_KAFKA"),
                Map.of(
                        "POLYCLINIC_KAFKA_PROTOCOL", clinic.value("POLYCLINIC_KAFKA_PROTOCOL", "PLAINTEXT"),
                        "POLYCLINIC_KAFKA_MECHANISM", clinic.value("POLYCLINIC_KAFKA_MECHANISM", "SCRAM-SHA-512"),
                        "POLYCLINIC_KAFKA_USER", clinic.value("POLYCLINIC_KAFKA_ADMIN", ""),
                        "POLYCLINIC_KAFKA_PASSWORD", clinic.value("POLYCLINIC_KAFKA_ADMIN_PASSWORD", "")));
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
        return settings;
    }
}
