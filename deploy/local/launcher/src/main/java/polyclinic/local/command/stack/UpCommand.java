package polyclinic.local.command.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import polyclinic.local.accounts.AccountSeeding;
import polyclinic.local.build.ModuleBuild;
import polyclinic.local.settings.CommandLock;
import polyclinic.local.settings.EnvironmentFile;
import polyclinic.local.settings.Settings;
import polyclinic.local.stack.Component;
import polyclinic.local.stack.Stack;
import polyclinic.local.stack.StartRequirements;
import polyclinic.local.supervision.SupervisorConnection;
import polyclinic.local.supervision.SupervisorLaunch;
import polyclinic.local.terminal.Terminal;
import polyclinic.local.terminal.UserError;

/**
 * {@code up}: checks the machine, builds what is stale, has the supervisor start what does not run yet, gives the local accounts their
 * doctors and patients, and shows what runs. Changes nothing when all of it is done already.
 */
@Command(
        name = "up",
        header = "Build what is stale, start everything, show where it listens.",
        description = {
            "What runs already is left alone, but a service that was built again is restarted. Ctrl-C stops again what this"
                    + " call has started."
        },
        footer = {
            "  ./polyclinic up",
            "  POLYCLINIC_ONLY=patient-service ./polyclinic up    a service and what it needs",
            "  POLYCLINIC_GATEWAY_PORT=9080 ./polyclinic up       another port",
            "  ./polyclinic up --replicas 2                       two processes of each service",
            "  POLYCLINIC_BUILD=never ./polyclinic up             what is built, stale or not"
        })
public final class UpCommand implements Runnable {
    private Settings settings;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            description = "Processes of each service, between which the gateway balances; appointment=2 for one alone.")
    private @Nullable String replicas;

    public UpCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void run() {
        if (replicas != null) {
            settings = settings.with(Settings.REPLICAS, replicas);
        }
        Stack stack = new Stack(settings);
        List<Component> wanted = stack.with(settings.only());
        createHome();
        CommandLock lock = CommandLock.acquire(settings);
        try {
            start(stack, wanted);
        } finally {
            lock.close();
        }
    }

    private void start(Stack stack, List<Component> wanted) {
        long begin = System.nanoTime();
        SupervisorConnection supervisor = SupervisorConnection.find(settings);
        if (supervisor != null && !supervisor.fingerprint().equals(settings.fingerprint())) {
            throw new UserError("The stack runs with other ports or servers than the environment now says;"
                    + " run ./polyclinic down first.");
        }
        StartRequirements.check(settings, supervisor == null ? wanted : List.of());
        List<String> services = wanted.stream()
                .filter(Component::isService)
                .map(Component::service)
                .distinct()
                .toList();
        boolean built = new ModuleBuild(settings).run(services);
        long startBegin = built ? System.nanoTime() : begin;
        EnvironmentFile.write(settings, stack.ownersEnvironment());
        if (supervisor == null) {
            supervisor = SupervisorLaunch.start(settings);
        }
        AtomicInteger started = new AtomicInteger();
        AtomicBoolean seeded = new AtomicBoolean();
        List<String> names = wanted.stream().map(Component::name).toList();
        supervisor.converse(
                line -> show(line, started),
                confirmation -> {
                    long ready = (System.nanoTime() - startBegin) / 1_000_000;
                    seeded.set(new AccountSeeding(settings, names).run());
                    confirmation.println("seen");
                    if (started.get() > 0) {
                        Terminal.say("Ready after " + Terminal.seconds(ready) + " (budget when warm: 45 s).");
                    }
                },
                request());
        if (started.get() == 0 && !seeded.get()) {
            Terminal.say("Already up; nothing to do.");
        }
        StatusCommand.print(settings, supervisor, !settings.only().isEmpty());
    }

    private String[] request() {
        List<String> words = new ArrayList<>(List.of("up"));
        words.addAll(settings.only());
        return words.toArray(String[]::new);
    }

    private static void show(String line, AtomicInteger started) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "ready" -> {
                started.incrementAndGet();
                Terminal.step(words[1], "ready", Terminal.seconds(Long.parseLong(words[2])));
            }
            case "running" -> {}
            case "yours" -> Terminal.step(words[1], "yours", "");
            default -> Terminal.step(words[1], words[0], "");
        }
    }

    /** Creates the folder for its owner only: it will hold secrets and patients. */
    private void createHome() {
        try {
            Path home = Files.createDirectories(settings.home());
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(home.resolve("run"));
        } catch (IOException e) {
            throw new UserError("cannot write to " + settings.home() + ": " + e.getMessage(), e);
        }
    }
}
