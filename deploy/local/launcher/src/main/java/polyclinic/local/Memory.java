package polyclinic.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Resident memory. Pages that processes share are counted once in the sum (the kernel's "proportional set size"). */
final class Memory {
    private Memory() {}

    /** Of a process and all that it started, in KiB; 0 when it cannot be told. */
    static long residentKiB(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .mapToLong(process -> ofOne(process.pid()))
                .sum();
    }

    /** Of one process alone, in KiB. */
    static long ofOne(long pid) {
        Path proc = Path.of("/proc", Long.toString(pid));
        long shared = line(proc.resolve("smaps_rollup"), "Pss:");
        if (shared > 0) {
            return shared;
        }
        long resident = line(proc.resolve("status"), "VmRSS:");
        return resident > 0 ? resident : byCommand(pid);
    }

    private static long line(Path file, String label) {
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

    private static long byCommand(long pid) {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
            String text = new String(ps.getInputStream().readAllBytes()).trim();
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (IOException | NumberFormatException unknown) {
            return 0;
        }
    }
}
