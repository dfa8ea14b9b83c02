package polyclinic.local.observation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import polyclinic.local.process.Distribution;
import polyclinic.local.stack.Stack;
import polyclinic.local.terminal.UserError;

/**
 * The folder that Prometheus reads: the configuration of {@code deploy/prometheus}, its rules by a link, so that a reload takes
 * edited ones, and the targets, which are the management interfaces of the running stack.
 */
final class PrometheusFiles {
    /** The line of the configuration behind which it is said how services are reached, where they are encrypted. */
    private static final String METRICS_PATH = "    metrics_path: /q/metrics\n";

    private final Path source;
    private final Path folder;
    private final Map<String, String> stack;
    private final int port;

    /**
     * @param source {@code deploy/prometheus} of the checkout
     * @param folder to be written
     * @param stack the running stack's environment
     * @param port of Prometheus, which scrapes itself, too
     */
    PrometheusFiles(Path source, Path folder, Map<String, String> stack, int port) {
        this.source = source;
        this.folder = folder;
        this.stack = stack;
        this.port = port;
    }

    /** Writes them anew. Returns the configuration file. */
    Path write() throws IOException {
        Files.createDirectories(folder);
        Path configuration = Files.writeString(folder.resolve("prometheus.yaml"), configuration());
        Distribution.delete(folder.resolve("rules"));
        Files.createSymbolicLink(folder.resolve("rules"), source.resolve("rules"));
        Path targets = Files.createDirectories(folder.resolve("targets"));
        Files.writeString(targets.resolve("local.yaml"), targets());
        Path itself = Files.createDirectories(folder.resolve("prometheus"));
        Files.writeString(itself.resolve("self.yaml"), "- targets: [\"127.0.0.1:" + port + "\"]\n");
        return configuration;
    }

    private String configuration() throws IOException {
        String text = Files.readString(source.resolve("prometheus.yaml"));
        String authority = stack.get("POLYCLINIC_TLS_CA");
        return authority == null
                ? text
                : text.replace(
                        METRICS_PATH,
                        METRICS_PATH + "    scheme: https\n    tls_config: {ca_file: '" + authority.replace("'", "''")
                                + "'}\n");
    }

    private String targets() {
        StringBuilder text = new StringBuilder();
        for (String service : Stack.SERVICES) {
            text.append("- targets: [")
                    .append(managementAddresses(service))
                    .append("]\n  labels: {service: ")
                    .append(service)
                    .append("}\n");
        }
        return text.toString();
    }

    /** Of each replica, quoted and parted by commas. */
    private String managementAddresses(String service) {
        String name = service.replace("-service", "").toUpperCase(Locale.ROOT);
        String url = stack.get("POLYCLINIC_" + name + "_MANAGEMENT_URL");
        if (url == null) {
            throw new UserError("The stack is still starting; try again in a moment.");
        }
        return Stream.of(url.split(","))
                .map(replica -> '"' + URI.create(replica).getAuthority() + '"')
                .collect(Collectors.joining(", "));
    }
}
