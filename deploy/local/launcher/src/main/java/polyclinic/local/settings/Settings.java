package polyclinic.local.settings;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import polyclinic.local.process.Distribution;
import polyclinic.local.terminal.UserError;

/**
 * What the user may choose, all of it by environment variables: the place of the data, ports, servers of their own, a part of the stack.
 *
 * @param root the checkout
 * @param home the folder of the stack's data, `.polyclinic` unless POLYCLINIC_HOME says otherwise
 * @param environment the variables
 */
public record Settings(Path root, Path home, Map<String, String> environment) {
    /** Default ports by the name that is used in the variable POLYCLINIC_<NAME>_PORT. */
    public static final Map<String, Integer> PORTS = ports();

    /** From the port of a service's API to that of its management interface. */
    private static final int MANAGEMENT_OFFSET = 1000;

    /** From the ports of one replica of a service to those of the next. */
    private static final int REPLICA_OFFSET = 10;

    private static final int MAX_REPLICAS = 9;

    /** A number for all services, or such as {@code appointment=2,notes=3}. */
    public static final String REPLICAS = "POLYCLINIC_REPLICAS";

    /** {@code on}: the stack is made for fault tests. */
    public static final String FAULTS = "POLYCLINIC_FAULTS";

    /** Variables with the addresses of the user's own servers; the stack starts none in their place. */
    private static final Map<String, String> OWN_SERVERS = Map.of(
            "postgres", "POLYCLINIC_POSTGRES",
            "kafka", "POLYCLINIC_KAFKA",
            "redis", "POLYCLINIC_REDIS_URL",
            "s3", "POLYCLINIC_S3_URL",
            "mongo", "POLYCLINIC_MONGO_URL",
            "keycloak", "POLYCLINIC_OIDC_URL");

    public static Settings of(Map<String, String> environment) {
        Path root = Distribution.checkout();
        if (root == null) {
            throw new UserError("Run ./polyclinic in a checkout of the project.");
        }
        String home = environment.getOrDefault("POLYCLINIC_HOME", "");
        Path folder =
                home.isBlank() ? root.resolve(".polyclinic") : Path.of(home).toAbsolutePath();
        return new Settings(root, folder.normalize(), environment);
    }

    /** Returns the port of a server or service ("kafka", "kafka-controller", "patient-service", "gateway"). */
    public int port(String name) {
        return port(portVariable(name), Objects.requireNonNull(PORTS.get(key(name)), name));
    }

    /** Returns the port at which a service has its health and metrics: a thousand above the one of its API unless set. */
    public int managementPort(String service) {
        return port(portVariable(managementName(service)), port(service) + MANAGEMENT_OFFSET);
    }

    /** Returns how much the ports of a replica are above those of the first, whose number is 1. */
    public static int replicaOffset(int number) {
        return (number - 1) * REPLICA_OFFSET;
    }

    /**
     * Returns how many processes of a service run beside each other. Of the gateway, of which clients know one address, there is one
     * unless it is named itself.
     */
    public int replicas(String service) {
        String value = value(REPLICAS);
        if (value == null) {
            return 1;
        }
        int replicas = 1;
        for (String part : value.split(",")) {
            int equals = part.indexOf('=');
            if (equals < 0 && !service.equals("gateway")
                    || equals >= 0 && key(part.substring(0, equals).trim()).equals(key(service))) {
                replicas = replicaCount(part.substring(equals + 1).trim());
            }
        }
        return replicas;
    }

    private static int replicaCount(String value) {
        try {
            int count = Integer.parseInt(value);
            if (count > 0 && count <= MAX_REPLICAS) {
                return count;
            }
        } catch (NumberFormatException notANumber) {
            // reported below
        }
        throw new UserError(REPLICAS + " takes a number from 1 to " + MAX_REPLICAS
                + " for all services, or one for each, such as appointment=2,notes=3; not \"" + value + "\".");
    }

    /** Returns the same settings with one variable set. */
    public Settings with(String variable, String value) {
        Map<String, String> changed = new TreeMap<>(environment);
        changed.put(variable, value);
        return new Settings(root, home, changed);
    }

    /** Returns the name by which {@link #portVariable} knows a service's management port. */
    public static String managementName(String service) {
        return service + "-management";
    }

    private int port(String variable, int otherwise) {
        String value = value(variable);
        if (value == null) {
            return otherwise;
        }
        try {
            int port = Integer.parseInt(value);
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // reported below
        }
        throw new UserError(variable + "=" + value + " is not a port (1 to 65535).");
    }

    public static String portVariable(String name) {
        return "POLYCLINIC_" + key(name) + "_PORT";
    }

    /** Returns the address of the user's own server, null when the stack is to start one. */
    public @Nullable String own(String server) {
        return value(OWN_SERVERS.getOrDefault(server, ""));
    }

    /** Returns whether every connection of the stack is encrypted: POLYCLINIC_TLS is {@code on}. */
    public boolean isEncrypted() {
        return isOn("POLYCLINIC_TLS");
    }

    /** Returns whether the stack is made for fault tests: the ways to its stores can be cut, and what waits for the dead does not wait long. */
    public boolean isForFaults() {
        return isOn(FAULTS);
    }

    private boolean isOn(String variable) {
        String value = value(variable);
        if (value == null || value.equals("off")) {
            return false;
        }
        if (value.equals("on")) {
            return true;
        }
        throw new UserError(variable + "=" + value + " is neither on nor off.");
    }

    /** Returns a variable's value, null when it is absent or blank. */
    public @Nullable String value(String variable) {
        String value = environment.get(variable);
        return value == null || value.isBlank() ? null : value.trim();
    }

    /** Returns the part of the stack that POLYCLINIC_ONLY names, nothing for the whole. */
    public Set<String> only() {
        String value = value("POLYCLINIC_ONLY");
        return value == null ? Set.of() : Set.copyOf(List.of(value.split("[, ]+")));
    }

    /** Returns the chosen values in one text: a running stack that was started with others must be stopped first. */
    public String fingerprint() {
        Map<String, String> chosen = new TreeMap<>();
        PORTS.forEach(
                (key, port) -> chosen.put(key, environment.getOrDefault("POLYCLINIC_" + key + "_PORT", "" + port)));
        environment.forEach((variable, value) -> {
            if (variable.endsWith("_MANAGEMENT_PORT")) {
                chosen.put(variable, value);
            }
        });
        OWN_SERVERS.forEach((server, variable) -> chosen.put(variable, environment.getOrDefault(variable, "")));
        chosen.put("POLYCLINIC_TLS", isEncrypted() ? "on" : "off");
        chosen.put(REPLICAS, environment.getOrDefault(REPLICAS, "1"));
        return chosen.toString();
    }

    private static String key(String name) {
        return name.replace("-service", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static Map<String, Integer> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("GATEWAY", 8080);
        ports.put("PATIENT", 8081);
        ports.put("APPOINTMENT", 8082);
        ports.put("PRESCRIPTION", 8083);
        ports.put("NOTES", 8084);
        ports.put("ASSET", 8085);
        ports.put("AUDIT", 8086);
        ports.put("BILLING", 8087);
        ports.put("KEYCLOAK", 8180);
        ports.put("POSTGRES", 15432);
        ports.put("KAFKA", 19092);
        ports.put("KAFKA_CONTROLLER", 19093);
        ports.put("REDIS", 16379);
        ports.put("S3", 19000);
        ports.put("MONGO", 17017);
        return ports;
    }
}
