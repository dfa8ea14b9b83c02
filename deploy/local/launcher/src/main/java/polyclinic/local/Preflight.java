package polyclinic.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import polyclinic.local.servers.Jdk;
import polyclinic.local.servers.Probe;

/** What would make a start fail, told in one line before anything has begun. */
final class Preflight {
    private static final long LEAST_SPACE_MIB = 1024;

    private Preflight() {}

    static void check(Settings settings, List<Component> toStart) {
        if (Jdk.newest().feature() < 17) {
            throw new Complaint("Java " + Jdk.newest().feature() + " in "
                    + Jdk.newest().home() + " is too old: install a JDK of 17 or newer"
                    + " (Debian: apt install openjdk-17-jdk), or set JAVA_HOME.");
        }
        space(settings.home());
        toStart.forEach(component -> port(component));
        boolean kafka = toStart.stream()
                .anyMatch(one -> one.name().equals("kafka")
                        && !one.isOwn()
                        && !one.process().adopt());
        if (kafka && !Probe.free(settings.port("kafka-controller"))) {
            throw taken("kafka-controller", settings.port("kafka-controller"));
        }
    }

    private static void port(Component component) {
        if (!component.isOwn()
                && !component.process().adopt()
                && !Probe.free(component.process().port())) {
            throw taken(component.name(), component.process().port());
        }
    }

    private static Complaint taken(String name, int port) {
        return new Complaint("Port " + port + " for " + name + " is taken by " + PortHolder.describe(port) + "; set "
                + Settings.portVariable(name) + " to another one.");
    }

    private static void space(Path home) {
        try {
            long free = Files.getFileStore(home).getUsableSpace() >> 20;
            if (free < LEAST_SPACE_MIB) {
                throw new Complaint("Only " + free + " MiB are free on the disk of " + home + "; the stack needs "
                        + LEAST_SPACE_MIB + " MiB. Make room, or set POLYCLINIC_HOME to a folder elsewhere.");
            }
        } catch (IOException e) {
            throw new Complaint("cannot read " + home + ": " + e.getMessage(), e);
        }
    }
}
