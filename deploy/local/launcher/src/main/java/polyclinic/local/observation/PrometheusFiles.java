package polyclinic.local.observation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import polyclinic.local.process.Distribution;
import polyclinic.local.settings.Settings;
import polyclinic.local.stack.Stack;

/**
 * The folder that Prometheus reads: the configuration of {@code deploy/prometheus} as it is, its rules by a link, so that a reload
 * takes edited ones, and the targets, which are the management ports of this stack.
 */
final class PrometheusFiles {
    private static final String SOURCE = "deploy/prometheus";

    private final Settings settings;
    private final Path folder;
    private final int port;

    /** @param port of Prometheus, which scrapes itself, too */
    PrometheusFiles(Settings settings, Path folder, int port) {
        this.settings = settings;
        this.folder = folder;
        this.port = port;
    }

    /** Writes them anew. Returns the configuration file. */
    Path write() throws IOException {
        Path source = settings.root().resolve(SOURCE);
        Path configuration = folder.resolve("prometheus.yaml");
        Files.createDirectories(folder);
        Files.copy(source.resolve("prometheus.yaml"), configuration, StandardCopyOption.REPLACE_EXISTING);
        Distribution.delete(folder.resolve("rules"));
        Files.createSymbolicLink(folder.resolve("rules"), source.resolve("rules"));
        Path targets = Files.createDirectories(folder.resolve("targets"));
        Files.writeString(targets.resolve("local.yaml"), targets());
        Path itself = Files.createDirectories(folder.resolve("prometheus"));
        Files.writeString(itself.resolve("self.yaml"), "- targets: [\"127.0.0.1:" + port + "\"]\n");
        return configuration;
    }

    private String targets() {
        StringBuilder text = new StringBuilder();
        for (String service : Stack.SERVICES) {
            text.append("- targets: [\"127.0.0.1:")
                    .append(settings.managementPort(service))
                    .append("\"]\n  labels: {service: ")
                    .append(service)
                    .append("}\n");
        }
        return text.toString();
    }
}
