package polyclinic.local.command.stack;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import polyclinic.local.process.ServerProcess;
import polyclinic.local.settings.CommandLock;
import polyclinic.local.settings.Settings;
import polyclinic.local.stack.Component;
import polyclinic.local.stack.Stack;
import polyclinic.local.supervision.SupervisorConnection;
import polyclinic.local.terminal.Terminal;

/** {@code down}: stops everything, the services first. Also finds what a killed supervisor has left running. */
@Command(
        name = "down",
        header = "Stop everything; the data stays.",
        description =
                "Stops the services first, then the servers. The first time after a build each process writes a class archive,"
                        + " so that the next start is fast; that takes longer.",
        footer = "  ./polyclinic down")
public final class DownCommand implements Runnable {
    private static final long SUPERVISOR_END_TIMEOUT_S = 60;
    private static final long EXPLANATION_DELAY_MS = 4_000;

    private final Settings settings;

    public DownCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void run() {
        if (!Files.isDirectory(settings.home())) {
            Terminal.say("The stack is not running.");
            return;
        }
        CommandLock lock = CommandLock.acquire(settings);
        try {
            stop(SupervisorConnection.find(settings));
        } finally {
            lock.close();
        }
    }

    private void stop(@Nullable SupervisorConnection supervisor) {
        if (supervisor != null) {
            explainWhenSlow();
            supervisor.converse(line -> Terminal.step(line.split(" ")[1], line.split(" ")[0], ""), out -> {}, "down");
            awaitEnd(supervisor);
        }
        // Ports do not matter here: a process is known by the file in its folder.
        List<ServerProcess> left = new Stack(new Settings(settings.root(), settings.home(), Map.of()))
                .components().stream()
                        .map(Component::process)
                        .filter(Objects::nonNull)
                        .filter(ServerProcess::adopt)
                        .toList();
        for (int i = left.size() - 1; i >= 0; i--) {
            left.get(i).stop();
            Terminal.step(left.get(i).name(), "stopped", "");
        }
        if (supervisor == null && left.isEmpty()) {
            Terminal.say("The stack is not running.");
        }
        SupervisorConnection.deleteFile(settings);
    }

    private static void explainWhenSlow() {
        Thread explanation = new Thread(() -> {
            try {
                Thread.sleep(EXPLANATION_DELAY_MS);
                Terminal.say(
                        "  (the first time after a build each writes a class archive, so that the next start is fast)");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        explanation.setDaemon(true);
        explanation.start();
    }

    private static void awaitEnd(SupervisorConnection supervisor) {
        ProcessHandle.of(supervisor.pid()).ifPresent(process -> process.onExit()
                .orTimeout(SUPERVISOR_END_TIMEOUT_S, TimeUnit.SECONDS)
                .exceptionally(late -> {
                    process.destroyForcibly();
                    return process;
                })
                .join());
    }
}
