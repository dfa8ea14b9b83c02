package polyclinic.local;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import polyclinic.local.servers.ServerProcess;

/** {@code down}: stops everything, the services first. Also finds what a killed supervisor has left running. */
final class Down {
    private final Settings settings;

    Down(Settings settings) {
        this.settings = settings;
    }

    void run() {
        if (!Files.isDirectory(settings.home())) {
            Terminal.say("The stack is not running.");
            return;
        }
        OneAtATime turn = OneAtATime.in(settings);
        try {
            runAlone();
        } finally {
            turn.close();
        }
    }

    private void runAlone() {
        Control control = Control.find(settings);
        if (control != null) {
            explainWhenSlow();
            control.converse(line -> Terminal.step(line.split(" ")[1], line.split(" ")[0], ""), out -> {}, "down");
            awaitEnd(control);
        }
        // Ports do not matter here: a process is known by the file in its folder.
        List<ServerProcess> left = new Stack(new Settings(settings.root(), settings.home(), Map.of()))
                .components().stream()
                        .map(Component::process)
                        .filter(ServerProcess::adopt)
                        .toList();
        for (int i = left.size() - 1; i >= 0; i--) {
            left.get(i).stop();
            Terminal.step(left.get(i).name(), "stopped", "");
        }
        if (control == null && left.isEmpty()) {
            Terminal.say("The stack is not running.");
        }
        Control.forget(settings);
    }

    private static void explainWhenSlow() {
        Thread hint = new Thread(() -> {
            try {
                Thread.sleep(4_000);
                Terminal.say(
                        "  (the first time after a build each writes a class archive, so that the next start is fast)");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        hint.setDaemon(true);
        hint.start();
    }

    private static void awaitEnd(Control control) {
        ProcessHandle.of(control.pid()).ifPresent(supervisor -> supervisor
                .onExit()
                .orTimeout(60, TimeUnit.SECONDS)
                .exceptionally(late -> {
                    supervisor.destroyForcibly();
                    return supervisor;
                })
                .join());
    }
}
