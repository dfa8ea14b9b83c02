package polyclinic.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code up}: looks whether the machine is fit, builds what is stale, has the supervisor start what does not run yet, brings in the local
 * accounts' doctors and patients, and shows what there is. Changes nothing when all of it is done already.
 */
final class Up {
    private final Settings settings;
    private final Stack stack;
    private final List<Component> wanted;

    Up(Settings settings) {
        this.settings = settings;
        this.stack = new Stack(settings);
        this.wanted = stack.with(settings.only());
    }

    void run() {
        makeHome();
        OneAtATime turn = OneAtATime.in(settings);
        try {
            runAlone();
        } finally {
            turn.close();
        }
    }

    private void runAlone() {
        long begin = System.nanoTime();
        Control control = Control.find(settings);
        if (control != null && !control.fingerprint().equals(settings.fingerprint())) {
            throw new Complaint("The stack runs with other ports or servers than the environment now says;"
                    + " run ./polyclinic down first.");
        }
        Preflight.check(settings, control == null ? wanted : List.of());
        boolean built = new Build(settings).upToDate(wanted);
        long ascentBegin = built ? System.nanoTime() : begin;
        EnvFile.write(settings, stack.ownersEnvironment());
        if (control == null) {
            control = Daemon.start(settings);
        }
        AtomicInteger started = new AtomicInteger();
        AtomicBoolean seeded = new AtomicBoolean();
        control.converse(
                line -> show(line, started),
                confirmation -> {
                    long ready = (System.nanoTime() - ascentBegin) / 1_000_000;
                    seeded.set(new Seeding(settings, wanted).run());
                    confirmation.println("seen");
                    if (started.get() > 0) {
                        Terminal.say("Ready after " + Terminal.seconds(ready) + " (budget when warm: 45 s).");
                    }
                },
                request());
        if (started.get() == 0 && !seeded.get()) {
            Terminal.say("Already up; nothing to do.");
        }
        Status.print(settings, control, !settings.only().isEmpty());
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

    /** For its owner only: it will hold secrets and patients. */
    private void makeHome() {
        try {
            Path home = Files.createDirectories(settings.home());
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(home.resolve("run"));
        } catch (IOException e) {
            throw new Complaint("cannot write to " + settings.home() + ": " + e.getMessage(), e);
        }
    }
}
