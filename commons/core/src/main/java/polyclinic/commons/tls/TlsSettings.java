package polyclinic.commons.tls;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Turns the files that {@code polyclinic.tls.*} names into settings of the servers and clients. A file that is not named sets
 * nothing: Quarkus takes an empty name of a certificate for a mistake, so lines in a properties file cannot say this.
 *
 * <p>Servers and the Kafka client take up changed files after {@code polyclinic.tls.reload}.
 */
public final class TlsSettings implements ConfigSourceFactory {
    private static final String PREFIX = "polyclinic.tls.";

    /** Over the properties files (250 and less), under variables of the environment (300). */
    private static final int ORDINAL = 260;

    /** The TLS configuration of clients of other services. */
    public static final String SERVICES = "services";

    static final String KAFKA = "kafka";
    private static final List<String> SERVICE_CLIENTS =
            List.of("patient-service", "appointment-service", "prescription-service", "asset-service");

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        return List.of(new PropertiesConfigSource(new Lines(context).all(), "TLS", ORDINAL));
    }

    /** The settings as they are found. */
    private static final class Lines {
        private final ConfigSourceContext context;
        private final Map<String, String> lines = new HashMap<>();

        Lines(ConfigSourceContext context) {
            this.context = context;
        }

        Map<String, String> all() {
            server();
            postgres();
            kafka();
            trust(
                    SERVICES,
                    SERVICE_CLIENTS.stream()
                            .map("quarkus.rest-client.%s"::formatted)
                            .toArray(String[]::new));
            trust("identity-provider", "quarkus.oidc.tls", "quarkus.rest-client.identity-provider");
            if (isSet("quarkus.oidc-client.auth-server-url")) {
                trust("identity-provider", "quarkus.oidc-client.tls");
            }
            trust("mongodb", "quarkus.mongodb");
            s3();
            trust("telemetry", "quarkus.otel.exporter.otlp");
            return lines;
        }

        private void server() {
            value("certificate").ifPresent(certificate -> {
                keyPair("server", certificate, required("key"));
                lines.put("quarkus.http.tls-configuration-name", "server");
                lines.put("quarkus.http.ssl-port", "${quarkus.http.port}");
                lines.put("quarkus.http.insecure-requests", "disabled");
                lines.put("quarkus.management.tls-configuration-name", "server");
            });
        }

        /** The driver of the migrations and the one of the service are told apart from each other. */
        private void postgres() {
            String mode = value("postgres.mode").orElse("disable");
            if (mode.equals("disable")) {
                return;
            }
            if (!mode.equals("verify-full")) {
                throw new IllegalArgumentException(
                        "POLYCLINIC_POSTGRES_TLS is neither disable nor verify-full: " + mode);
            }
            String jdbc = "quarkus.datasource.jdbc.additional-jdbc-properties.";
            lines.put("quarkus.datasource.reactive.postgresql.ssl-mode", mode);
            lines.put("quarkus.datasource.reactive.hostname-verification-algorithm", "HTTPS");
            lines.put(jdbc + "sslmode", mode);
            value("postgres.ca")
                    .ifPresentOrElse(
                            ca -> {
                                lines.put("quarkus.datasource.reactive.trust-certificate-pem", "true");
                                lines.put("quarkus.datasource.reactive.trust-certificate-pem.certs", ca);
                                lines.put(jdbc + "sslrootcert", ca);
                            },
                            () -> lines.put(jdbc + "sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory"));
        }

        /** The SDK of S3 knows neither the TLS registry nor PEM. */
        private void s3() {
            value("s3.ca").ifPresent(ca -> {
                String provider = "quarkus.s3.async-client.tls-trust-managers-provider.";
                lines.put(provider + "type", "file-store");
                lines.put(provider + "file-store.path", TrustStoreFile.of(ca).toString());
                lines.put(provider + "file-store.type", TrustStoreFile.TYPE);
                lines.put(provider + "file-store.password", TrustStoreFile.PASSWORD);
            });
        }

        private void kafka() {
            trust(KAFKA);
            value("kafka.certificate").ifPresent(certificate -> keyPair(KAFKA, certificate, required("kafka.key")));
            if (lines.containsKey(reloadOf(KAFKA))) {
                lines.put("kafka.ssl.engine.factory.class", required("kafka.engine"));
            }
        }

        private void keyPair(String name, String certificate, String key) {
            lines.put("quarkus.tls." + name + ".key-store.pem.own.cert", certificate);
            lines.put("quarkus.tls." + name + ".key-store.pem.own.key", key);
            lines.put(reloadOf(name), required("reload"));
        }

        /** Without a CA of its own a connection is judged by the public ones that the JDK knows. */
        private void trust(String name, String... clients) {
            value(name + ".ca").ifPresent(ca -> {
                lines.put("quarkus.tls." + name + ".trust-store.pem.certs", ca);
                lines.put("quarkus.tls." + name + ".hostname-verification-algorithm", "HTTPS");
                lines.put(reloadOf(name), required("reload"));
                for (String client : clients) {
                    lines.put(client + ".tls-configuration-name", name);
                }
            });
        }

        private static String reloadOf(String name) {
            return "quarkus.tls." + name + ".reload-period";
        }

        private String required(String name) {
            return value(name)
                    .orElseThrow(() -> new IllegalArgumentException(PREFIX + name + " is not set, and TLS needs it"));
        }

        private Optional<String> value(String name) {
            return Optional.ofNullable(context.getValue(PREFIX + name))
                    .map(ConfigValue::getValue)
                    .filter(value -> !value.isBlank());
        }

        private boolean isSet(String name) {
            ConfigValue found = context.getValue(name);
            return found != null && found.getValue() != null;
        }
    }
}
