package polyclinic.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A running suite, known by its addresses: the variables that {@code ./polyclinic up} leaves in {@code .polyclinic/env}. */
public final class Clinic {
    private static final String CLIENT = "polyclinic-cli";

    private final Map<String, String> environment;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Map<String, Api> people = new ConcurrentHashMap<>();

    public Clinic(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** From the environment, or from {@code .polyclinic/env} of the working directory where that says nothing. */
    public static Clinic fromEnvironment() {
        Map<String, String> values = new HashMap<>();
        if (System.getenv("POLYCLINIC_GATEWAY_URL") == null) {
            String home = System.getenv().getOrDefault("POLYCLINIC_HOME", ".polyclinic");
            values.putAll(read(Path.of(home, "env")));
        }
        values.putAll(System.getenv());
        return new Clinic(values);
    }

    /** The value of a variable, or {@link Wrong}. */
    public String require(String variable) {
        String value = environment.get(variable);
        if (value == null || value.isBlank())
            throw new Wrong(variable + " is not set; is the stack up? (./polyclinic up)");
        return value;
    }

    public String value(String variable, String otherwise) {
        String value = environment.get(variable);
        return value == null || value.isBlank() ? otherwise : value;
    }

    public String gateway() {
        return require("POLYCLINIC_GATEWAY_URL");
    }

    /** The address of a service itself: {@code service("patient")}. */
    public String service(String name) {
        return require("POLYCLINIC_" + name.toUpperCase(java.util.Locale.ROOT) + "_URL");
    }

    /** One of the local accounts, whose password is their name. */
    public Api as(String user) {
        return people.computeIfAbsent(user, name -> as(name, name));
    }

    public Api as(String user, String password) {
        return new Api(http, gateway() + "/api/v1", session(user, password));
    }

    public Session session(String user, String password) {
        return new Session(http, require("POLYCLINIC_OIDC_URL"), CLIENT, user, password);
    }

    /** The gateway without anybody signed in. */
    public Api nobody() {
        return new Api(http, gateway(), null);
    }

    /** Keycloak's own administration API. */
    Api keycloak() {
        String keycloak = require("POLYCLINIC_KEYCLOAK_URL");
        String password = value("POLYCLINIC_KEYCLOAK_ADMIN_PASSWORD", value("POLYCLINIC_KEYCLOAK_PASSWORD", ""));
        Session admin = new Session(
                http, keycloak + "/realms/master", "admin-cli", require("POLYCLINIC_KEYCLOAK_ADMIN"), password);
        return new Api(http, keycloak + "/admin/realms/polyclinic", admin);
    }

    private static Map<String, String> read(Path file) {
        Map<String, String> values = new HashMap<>();
        if (!Files.isReadable(file)) return values;
        try {
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                if (equals < 1) continue;
                String value =
                        line.substring(equals + 1).replaceAll("^'|'$", "").replace("'\\''", "'");
                values.put(line.substring(0, equals), value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }
}
