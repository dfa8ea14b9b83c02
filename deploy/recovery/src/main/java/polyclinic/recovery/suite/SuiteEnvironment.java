package polyclinic.recovery.suite;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import polyclinic.recovery.progress.RecoveryFailed;

/**
 * The variables of the suite: what {@code ./polyclinic up} writes to the home's file {@code env}, and what the process was
 * given, which counts more.
 */
public final class SuiteEnvironment {
    private static final Pattern MANAGEMENT = Pattern.compile("POLYCLINIC_([A-Z]+)_MANAGEMENT_URL");
    private static final String GATEWAY = "GATEWAY";

    private SuiteEnvironment() {}

    /** Returns the variables of a home and, over them, those given. */
    public static Map<String, String> of(Path home, Map<String, String> given) {
        Map<String, String> values = new LinkedHashMap<>(ofFile(home.resolve("env")));
        values.putAll(given);
        values.put("POLYCLINIC_HOME", home.toString());
        return values;
    }

    /** Returns the home that the variables name: {@code .polyclinic} of the checkout, unless they say otherwise. */
    public static Path home(Map<String, String> environment) {
        String home = environment.getOrDefault("POLYCLINIC_HOME", "");
        return home.isBlank()
                ? Path.of(environment.getOrDefault("POLYCLINIC_ROOT", ""), ".polyclinic")
                        .toAbsolutePath()
                        .normalize()
                : Path.of(home).toAbsolutePath().normalize();
    }

    /**
     * Returns the addresses at which requests can be held, the gateway's first. A name that stands for several addresses, as that
     * of a headless service does, is all of them: every replica has to hold.
     */
    public static List<ManagementAddress> managementAddresses(Map<String, String> environment) {
        Map<String, String> byService = new TreeMap<>();
        environment.forEach((variable, url) -> {
            Matcher name = MANAGEMENT.matcher(variable);
            if (name.matches() && !url.isBlank()) {
                byService.put(name.group(1), url);
            }
        });
        String gateway = byService.remove(GATEWAY);
        if (gateway == null) {
            throw new RecoveryFailed(
                    "POLYCLINIC_GATEWAY_MANAGEMENT_URL is not set; is the stack up? (./polyclinic up)");
        }
        List<ManagementAddress> addresses = new ArrayList<>(all(gateway));
        byService.values().forEach(url -> addresses.addAll(all(url)));
        return addresses;
    }

    /** Returns the names of the services that can hold, as their consumer groups begin. */
    public static Set<String> services(Map<String, String> environment) {
        return environment.keySet().stream()
                .map(MANAGEMENT::matcher)
                .filter(name -> name.matches() && !name.group(1).equals(GATEWAY))
                .map(name -> name.group(1).toLowerCase(Locale.ROOT) + "-service")
                .collect(Collectors.toSet());
    }

    /** Of all replicas: their addresses, parted by commas, or one name that stands for them. */
    private static List<ManagementAddress> all(String urls) {
        return Stream.of(urls.split(",")).flatMap(url -> behind(url).stream()).toList();
    }

    private static List<ManagementAddress> behind(String url) {
        URI uri = URI.create(url.strip());
        try {
            List<ManagementAddress> found = new ArrayList<>();
            for (InetAddress address : InetAddress.getAllByName(uri.getHost())) {
                String host = address.getHostAddress();
                URI one = URI.create(
                        uri.getScheme() + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + uri.getPort());
                found.add(new ManagementAddress(one, uri.getHost()));
            }
            return found;
        } catch (UnknownHostException e) {
            throw new RecoveryFailed("nothing is known of " + uri.getHost(), e);
        }
    }

    private static Map<String, String> ofFile(Path file) {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            Map<String, String> values = new LinkedHashMap<>();
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    String quoted = line.substring(equals + 1);
                    values.put(
                            line.substring(0, equals),
                            quoted.replaceAll("^'|'$", "").replace("'\\''", "'"));
                }
            }
            return values;
        } catch (IOException e) {
            throw new RecoveryFailed(file + " cannot be read", e);
        }
    }
}
