package polyclinic.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import polyclinic.local.process.Jdk;
import polyclinic.local.process.Probe;
import polyclinic.local.process.ServerProcess;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.UserError;

/** What the machine needs before a start: Java 17, disk space and free ports. The first that is missing is reported. */
public final class StartRequirements {
    private static final long MIN_FREE_SPACE_MIB = 1024;

    private StartRequirements() {}

    public static void check(Settings settings, List<Component> toStart) {
        if (Jdk.newest().feature() < 17) {
            throw new UserError("Java " + Jdk.newest().feature() + " in "
                    + Jdk.newest().home() + " is too old: install a JDK of 17 or newer"
                    + " (Debian: apt install openjdk-17-jdk), or set JAVA_HOME.");
        }
        requireSpace(settings.home());
        for (Component component : toStart) {
            ServerProcess process = component.process();
            if (process == null || process.adopt()) {
                continue;
            }
            requireFree(component.name(), process.port());
            if (component.name().equals("kafka")) {
                requireFree("kafka-controller", settings.port("kafka-controller"));
            }
            if (process instanceof ServiceProcess service) {
                String name = component.name();
                requireFree(Settings.managementName(name), service.managementPort());
            }
        }
    }

    private static void requireFree(String name, int port) {
        requireFree(name, port, Settings.portVariable(name));
    }

    /** @param setting the variable or option by which the user chooses another port */
    public static void requireFree(String name, int port, String setting) {
        if (!Probe.free(port)) {
            throw new UserError("Port " + port + " for " + name + " is taken by " + PortHolder.describe(port) + "; set "
                    + setting + " to another one.");
        }
    }

    private static void requireSpace(Path home) {
        try {
            long free = Files.getFileStore(home).getUsableSpace() >> 20;
            if (free < MIN_FREE_SPACE_MIB) {
                throw new UserError("Only " + free + " MiB are free on the disk of " + home + "; the stack needs "
                        + MIN_FREE_SPACE_MIB + " MiB. Make room, or set POLYCLINIC_HOME to a folder elsewhere.");
            }
        } catch (IOException e) {
            throw new UserError("cannot read " + home + ": " + e.getMessage(), e);
        }
    }
}
