package polyclinic.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Processes of the platform: what {@link ProcessHandle} says and what it leaves out. */
public final class Processes {
    private Processes() {}

    /** Alive, and not merely a zombie that its parent has not asked for. */
    public static boolean alive(ProcessHandle process) {
        return process.isAlive() && !zombie(process.pid());
    }

    /** Waits until it has ended. */
    public static boolean awaitEnd(ProcessHandle process, Duration timeout) {
        Instant end = Instant.now().plus(timeout);
        while (alive(process)) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            sleep(10);
        }
        return true;
    }

    /** SIGKILL for it and everything that it started; returns when all are gone. */
    public static void killTree(ProcessHandle process) {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(process), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> awaitEnd(one, Duration.ofSeconds(10)));
    }

    /** Sends a signal by name. */
    public static void signal(String signal, ProcessHandle process) {
        signal(signal, List.of(process));
    }

    private static void signal(String signal, List<ProcessHandle> processes) {
        if (processes.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new ServerFailed("cannot send SIG" + signal + " to " + processes, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Sends a signal by name to a process and everything that it started. The process comes first, so that one that is to stand still starts
     * nothing more.
     */
    static void signalTree(String signal, ProcessHandle process) {
        signal(signal, List.of(process));
        signal(signal, process.descendants().toList());
    }

    /** Those whose working directory is the folder: a server's children, even when the server itself is gone (Linux). */
    public static List<ProcessHandle> workingIn(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> folder.equals(workingDirectory(process.pid())))
                .toList();
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    public static ServerFailed interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ServerFailed("interrupted", e);
    }

    private static @Nullable Path workingDirectory(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"));
        } catch (IOException | UnsupportedOperationException notOurs) {
            return null;
        }
    }

    /** Threads that still end hold the files and ports, when the first has long become a zombie. */
    private static long threads(long pid) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return tasks.count();
        }
    }

    private static boolean zombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.startsWith(" Z", stat.lastIndexOf(')') + 1) && threads(pid) <= 1;
        } catch (IOException noProc) {
            return false;
        }
    }
}
