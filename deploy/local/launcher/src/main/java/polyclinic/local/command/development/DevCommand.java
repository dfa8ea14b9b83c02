package polyclinic.local.command.development;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import polyclinic.local.build.Maven;
import polyclinic.local.process.Probe;
import polyclinic.local.settings.Settings;
import polyclinic.local.stack.Component;
import polyclinic.local.stack.Stack;
import polyclinic.local.supervision.SupervisorConnection;
import polyclinic.local.terminal.Terminal;
import polyclinic.local.terminal.TerminalProcess;
import polyclinic.local.terminal.UserError;

/** {@code dev SERVICE}: runs that service in Quarkus' dev mode (live reload) against the running stack, in place of the packaged one. */
@Command(
        name = "dev",
        header = "Run a service in Quarkus' dev mode (live reload) in place of the packaged one.",
        description = "The stack must run. q or Ctrl-C ends it, and the packaged service takes over again.",
        footer = "  ./polyclinic dev patient-service")
public final class DevCommand implements Callable<Integer> {
    private static final Duration PORT_FREE_TIMEOUT = Duration.ofSeconds(30);
    private static final long POLL_INTERVAL_MS = 100;

    private final Settings settings;

    @Parameters(
            paramLabel = "SERVICE",
            completionCandidates = Services.class,
            description = "One of: ${COMPLETION-CANDIDATES}.")
    private String service = "";

    public DevCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Integer call() {
        Stack stack = new Stack(settings);
        Component component = stack.component(service);
        if (!component.isService()) {
            throw new UserError(service + " is a server; dev takes a service: " + String.join(" ", Stack.SERVICES));
        }
        String name = component.name();
        SupervisorConnection supervisor = SupervisorConnection.require(settings);
        List<String> command = new ArrayList<>(new Maven(settings).devModeCommand());
        command.addAll(List.of(
                "-Dquick",
                "-Dmaven.test.skip=true",
                "-pl",
                name,
                "-am",
                "compile",
                "io.quarkus.platform:quarkus-maven-plugin:" + quarkusVersion() + ":dev"));
        Map<String, String> environment = new HashMap<>(stack.environment(name));
        environment.put("QUARKUS_PROFILE", "stack");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(settings.port(name)));
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(settings.managementPort(name)));
        supervisor.ask("stop", name);
        Terminal.say(
                name + " is stopped; its dev mode takes over on " + component.address() + ". End it with q or Ctrl-C.");
        // At Ctrl-C this program ends, too, and only its shutdown hook still runs.
        AtomicBoolean restarted = new AtomicBoolean();
        Runnable restart = () -> {
            if (!restarted.getAndSet(true)) {
                startPackaged(name);
            }
        };
        Runtime.getRuntime().addShutdownHook(new Thread(restart, "restart"));
        int code = TerminalProcess.run(command, settings.root(), environment);
        restart.run();
        return code;
    }

    /** Starts the packaged service once the dev mode has ended: after a signal it may still be shutting down. */
    private void startPackaged(String name) {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
        try {
            long end = System.nanoTime() + PORT_FREE_TIMEOUT.toNanos();
            while (!arePortsFree(name) && System.nanoTime() < end) {
                Thread.sleep(POLL_INTERVAL_MS);
            }
            SupervisorConnection supervisor = SupervisorConnection.find(settings);
            if (supervisor != null) {
                supervisor.ask("start", name);
                Terminal.say(name + " runs packaged again.");
            }
        } catch (UserError error) {
            Terminal.say("polyclinic: " + error.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean arePortsFree(String service) {
        return Probe.free(settings.port(service)) && Probe.free(settings.managementPort(service));
    }

    private String quarkusVersion() {
        try {
            String pom = Files.readString(settings.root().resolve("pom.xml"));
            return pom.replaceAll("(?s).*<quarkus.version>([^<]+)<.*", "$1");
        } catch (IOException e) {
            throw new UserError("cannot read pom.xml: " + e.getMessage(), e);
        }
    }

    static final class Services implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stack.SERVICES.iterator();
        }
    }
}
