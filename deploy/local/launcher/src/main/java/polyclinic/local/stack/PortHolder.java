package polyclinic.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the process that listens on a port, as far as the kernel shows it (Linux: /proc/net/tcp and the open files of processes). */
final class PortHolder {
    private static final String LISTEN = "0A";

    private PortHolder() {}

    /** Returns the like of "java (process 4711)", or "another program" when the process cannot be found. */
    static String describe(int port) {
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(file -> inode(lines(Path.of(file)), port).stream())
                .findFirst()
                .flatMap(PortHolder::process)
                .map(pid -> name(pid) + " (process " + pid + ")")
                .orElse("another program");
    }

    /** Returns the socket that listens on the port, from the kernel's table: second column local address, fourth state, tenth inode. */
    static Optional<String> inode(List<String> table, int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        return table.stream()
                .map(line -> line.trim().split("\\s+"))
                .filter(columns -> columns.length > 9 && columns[1].endsWith(suffix) && columns[3].equals(LISTEN))
                .map(columns -> columns[9])
                .findFirst();
    }

    private static Optional<Long> process(String inode) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> holds(pid, inode))
                .findFirst();
    }

    private static boolean holds(long pid, String inode) {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return files.anyMatch(file -> isSocket(file, inode));
        } catch (IOException notOurs) {
            return false;
        }
    }

    private static boolean isSocket(Path file, String inode) {
        try {
            return Files.readSymbolicLink(file).toString().equals("socket:[" + inode + "]");
        } catch (IOException closed) {
            return false;
        }
    }

    private static String name(long pid) {
        List<String> comm = lines(Path.of("/proc", Long.toString(pid), "comm"));
        return comm.isEmpty() ? "a program" : comm.get(0);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
