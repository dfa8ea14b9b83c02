package polyclinic.gateway.tls;

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
 * Turns the files that {@code polyclinic.tls.*} names into settings of the server and the clients. A file that is not named sets
 * nothing: Quarkus takes an empty name of a certificate for a mistake, so lines in a properties file cannot say this.
 */
public final class GatewayTls implements ConfigSourceFactory {
    /** Over the properties files (250 and less), under variables of the environment (300). */
    private static final int ORDINAL = 260;

    private static final String PREFIX = "polyclinic.tls.";
    private static final String SERVER = "server";

    /** The configuration's name, and the setting of the client that uses it; the one for services is asked for by name. */
    private static final Map<String, String> CLIENTS = Map.of(
            ClientTrust.IDENTITY_PROVIDER,
            "quarkus.oidc.tls.tls-configuration-name",
            "redis",
            "quarkus.redis.tls-configuration-name",
            "telemetry",
            "quarkus.otel.exporter.otlp.tls-configuration-name");

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> lines = new HashMap<>();
        value(context, "certificate").ifPresent(certificate -> {
            lines.put("quarkus.tls.server.key-store.pem.own.cert", certificate);
            lines.put("quarkus.tls.server.key-store.pem.own.key", required(context, "key"));
            lines.put("quarkus.tls.server.reload-period", required(context, "reload"));
            lines.put("quarkus.http.tls-configuration-name", SERVER);
            lines.put("quarkus.http.ssl-port", "${quarkus.http.port}");
            lines.put("quarkus.http.insecure-requests", "disabled");
            lines.put("quarkus.management.tls-configuration-name", SERVER);
        });
        trust(context, lines, ClientTrust.SERVICES);
        CLIENTS.forEach((name, client) -> {
            if (trust(context, lines, name)) {
                lines.put(client, name);
            }
        });
        return List.of(new PropertiesConfigSource(lines, "TLS", ORDINAL));
    }

    private static boolean trust(ConfigSourceContext context, Map<String, String> lines, String name) {
        Optional<String> ca = value(context, name + ".ca");
        ca.ifPresent(file -> {
            lines.put("quarkus.tls." + name + ".trust-store.pem.certs", file);
            lines.put("quarkus.tls." + name + ".hostname-verification-algorithm", "HTTPS");
            lines.put("quarkus.tls." + name + ".reload-period", required(context, "reload"));
        });
        return ca.isPresent();
    }

    private static String required(ConfigSourceContext context, String name) {
        return value(context, name)
                .orElseThrow(() -> new IllegalArgumentException(PREFIX + name + " is not set, and TLS needs it"));
    }

    private static Optional<String> value(ConfigSourceContext context, String name) {
        return Optional.ofNullable(context.getValue(PREFIX + name))
                .map(ConfigValue::getValue)
                .filter(value -> !value.isBlank());
    }
}
