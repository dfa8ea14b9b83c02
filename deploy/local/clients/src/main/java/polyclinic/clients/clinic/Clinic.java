package polyclinic.clients.clinic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.TrustedAuthorities;
import polyclinic.clients.http.UserSession;

/**
 * A running suite, known by its addresses: the variables that {@code ./polyclinic up} writes to {@code .polyclinic/env}.
 */
public final class Clinic {
    private static final String CLIENT_ID = "polyclinic-cli";

    private final Map<String, String> environment;
    private final HttpClient http;
    private final Map<String, ApiClient> clients = new ConcurrentHashMap<>();

    public Clinic(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .sslContext(authorities().context())
                .build();
    }

    /** Returns the suite that the environment names or, without such variables, {@code .polyclinic/env} of this folder. */
    public static Clinic fromEnvironment() {
        Map<String, String> values = new HashMap<>();
        if (System.getenv("POLYCLINIC_GATEWAY_URL") == null) {
            String home = System.getenv().getOrDefault("POLYCLINIC_HOME", ".polyclinic");
            values.putAll(read(Path.of(home, "env")));
        }
        values.putAll(System.getenv());
        return new Clinic(values);
    }

    /**
     * Returns the value of a variable.
     *
     * @throws CheckFailed when it is not set
     */
    public String require(String variable) {
        String value = value(variable, "");
        if (value.isEmpty()) throw new CheckFailed(variable + " is not set; is the stack up? (./polyclinic up)");
        return value;
    }

    public String value(String variable, String defaultValue) {
        String value = environment.get(variable);
        return value == null || value.isBlank() ? defaultValue : value;
    }

    /** Returns whom clients of the suite believe. */
    public TrustedAuthorities authorities() {
        return new TrustedAuthorities(value("POLYCLINIC_TLS_CA", ""));
    }

    /** Returns a client for what is beside the API, which believes the suite's servers. */
    public HttpClient http() {
        return http;
    }

    public String gateway() {
        return require("POLYCLINIC_GATEWAY_URL");
    }

    /** Returns the address of a service behind the gateway: {@code service("patient")}. */
    public String service(String name) {
        return require("POLYCLINIC_" + name.toUpperCase(Locale.ROOT) + "_URL");
    }

    /** Returns the API as one of the local accounts sees it, whose password is the user's name. */
    public ApiClient as(String user) {
        return clients.computeIfAbsent(user, name -> as(name, name));
    }

    public ApiClient as(String user, String password) {
        return new ApiClient(http, gateway() + "/api/v1", session(user, password));
    }

    public UserSession session(String user, String password) {
        return new UserSession(http, require("POLYCLINIC_OIDC_URL"), CLIENT_ID, user, password);
    }

    /**
     * Returns the API as a machine that brings in records sees it: by the client that POLYCLINIC_IMPORTER_CLIENT and
     * POLYCLINIC_IMPORTER_SECRET name, else as the local account of that role.
     */
    public ApiClient importer() {
        String client = value("POLYCLINIC_IMPORTER_CLIENT", "");
        if (client.isEmpty()) return as("importer");
        UserSession machine = UserSession.ofClient(
                http, require("POLYCLINIC_OIDC_URL"), client, require("POLYCLINIC_IMPORTER_SECRET"));
        return new ApiClient(http, gateway() + "/api/v1", machine);
    }

    /** Returns the gateway as a caller without a token sees it; paths begin at the root. */
    public ApiClient anonymous() {
        return new ApiClient(http, gateway(), null);
    }

    /** Returns Keycloak's administration API. */
    ApiClient keycloak() {
        String keycloak = require("POLYCLINIC_KEYCLOAK_URL");
        String password = value("POLYCLINIC_KEYCLOAK_ADMIN_PASSWORD", value("POLYCLINIC_KEYCLOAK_PASSWORD", ""));
        UserSession admin = new UserSession(
                http, keycloak + "/realms/master", "admin-cli", require("POLYCLINIC_KEYCLOAK_ADMIN"), password);
        return new ApiClient(http, keycloak + "/admin/realms/polyclinic", admin);
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
