package polyclinic.local;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import polyclinic.local.servers.Probe;

/** {@code dev SERVICE}: that one in Quarkus' dev mode (live reload) against the running stack, in place of its packaged twin. */
final class Dev {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Settings settings;

    Dev(Settings settings) {
        this.settings = settings;
    }

    int run(String name) {
        Stack stack = new Stack(settings);
        Component component = stack.component(name);
        if (!component.isService()) {
            throw new Complaint(name + " is a server; dev takes a service: " + String.join(" ", Stack.SERVICES));
        }
        Control control = Control.require(settings);
        Maven maven = new Maven(settings);
        List<String> command = new ArrayList<>(maven.newEnough());
        command.addAll(List.of(
                "-Dquick",
                "-Dmaven.test.skip=true",
                "-pl",
                component.name(),
                "-am",
                "compile",
                "io.quarkus.platform:quarkus-maven-plugin:" + quarkusVersion() + ":dev"));
        Map<String, String> environment = new HashMap<>(stack.environment(component.name()));
        environment.put("QUARKUS_PROFILE", "stack");
        environment.put("QUARKUS_HTTP_PORT", environment.get("POLYCLINIC_HTTP_PORT"));
        control.ask("stop", component.name());
        Terminal.say(component.name() + " is stopped; its dev mode takes over on " + component.address()
                + ". End it with q or Ctrl-C.");
        // At Ctrl-C this program ends, too, and the hook is what still runs.
        AtomicBoolean returned = new AtomicBoolean();
        Runnable twin = () -> {
            if (!returned.getAndSet(true)) {
                back(component.name());
            }
        };
        Runtime.getRuntime().addShutdownHook(new Thread(twin, "twin"));
        int code = maven.runVisibly(command, settings.root(), environment);
        twin.run();
        return code;
    }

    /** Once what ran in dev mode has ended: after a signal it may still be at it. */
    private void back(String name) {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!Probe.free(settings.port(name)) && System.nanoTime() < end) Thread.sleep(100);
            Control control = Control.find(settings);
            if (control != null) {
                control.ask("start", name);
                Terminal.say(name + " runs packaged again.");
            }
        } catch (Complaint complaint) {
            Terminal.say("polyclinic: " + complaint.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String quarkusVersion() {
        try {
            String pom = Files.readString(settings.root().resolve("pom.xml"));
            return pom.replaceAll("(?s).*<quarkus.version>([^<]+)<.*", "$1");
        } catch (IOException e) {
            throw new Complaint("cannot read pom.xml", e);
        }
    }
}
