package polyclinic.local.supervision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Resident memory of processes in KiB. Pages that processes share count once in a sum (the kernel's "proportional set size"). */
public final class ResidentMemory {
    private ResidentMemory() {}

    /** Returns that of a process and all that it started; 0 when it is unknown. */
    static long ofTree(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .mapToLong(process -> ofProcess(process.pid()))
                .sum();
    }

    /** Returns that of one process alone; 0 when it is unknown. */
    public static long ofProcess(long pid) {
        Path proc = Path.of("/proc", Long.toString(pid));
        long shared = field(proc.resolve("smaps_rollup"), "Pss:");
        if (shared > 0) {
            return shared;
        }
        long resident = field(proc.resolve("status"), "VmRSS:");
        return resident > 0 ? resident : fromPs(pid);
    }

    private static long field(Path file, String label) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(label))
                    .map(line -> line.replaceAll("\\D+", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | RuntimeException unreadable) {
            return 0;
        }
    }

    private static long fromPs(long pid) {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
            String text = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (IOException | NumberFormatException unknown) {
            return 0;
        }
    }
}
