package polyclinic.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Says which process runs on a folder, so that another program can take it over: its id, when it began, how long its start took. */
final class PidFile {
    private final Path file;

    PidFile(Path file) {
        this.file = file;
    }

    /** Writes it for a process that is starting. */
    void write(ProcessHandle process) {
        write(process, "");
    }

    /** Writes it for a process that has started. */
    void write(ProcessHandle process, Duration startTime) {
        write(process, Long.toString(startTime.toMillis()));
    }

    private void write(ProcessHandle process, String startMillis) {
        String since = process.info().startInstant().map(Instant::toString).orElse("");
        try {
            Files.writeString(file, process.pid() + " " + since + " " + startMillis);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process, if it still runs and is still that one: its start instant must agree. */
    @Nullable
    ProcessHandle process() {
        try {
            String[] parts = Files.readString(file).split(" ");
            return ProcessHandle.of(Long.parseLong(parts[0]))
                    .filter(Processes::alive)
                    .filter(handle -> startedAround(handle, Instant.parse(parts[1])))
                    .orElse(null);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException | DateTimeParseException none) {
            return null;
        }
    }

    /** How long its start took, zero when that is not known. */
    Duration startTime() {
        try {
            String[] parts = Files.readString(file).split(" ");
            return parts.length > 2 ? Duration.ofMillis(Long.parseLong(parts[2].trim())) : Duration.ZERO;
        } catch (IOException | NumberFormatException unknown) {
            return Duration.ZERO;
        }
    }

    /** The platform derives the instant from the clock, which may have been set since. */
    private static boolean startedAround(ProcessHandle handle, Instant instant) {
        return handle.info()
                .startInstant()
                .map(actual -> Duration.between(actual, instant).abs().toSeconds() < 5)
                .orElse(false);
    }
}
