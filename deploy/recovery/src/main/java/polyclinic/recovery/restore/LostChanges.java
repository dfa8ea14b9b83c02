package polyclinic.recovery.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StoredFile;

/**
 * What a restore lost: the trail goes on to its end, so it knows every change after the point. The list says who changed what,
 * by ids alone, as a work list for the clinic.
 */
final class LostChanges {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SEGMENT = Pattern.compile(".*checkpoints/\\d{4}/\\d{12}\\.jsonl\\.gz(~[^/]*)?");
    private static final Set<String> READING =
            Set.of("read", "search", "list", "export", "download", "print", "verify", "login", "logout", "login_error");
    private static final String HEADER = "time,who,action,what,id,patient\n";

    private LostChanges() {}

    /** Returns whether a file of the trail's bucket has entries. */
    static boolean isSegment(String name) {
        return SEGMENT.matcher(name).matches();
    }

    /**
     * Writes the list.
     *
     * @param segments the trail's files with entries
     * @return the number of changes
     */
    static int write(List<StoredFile> segments, BackupRepository repository, Instant point, Path file) {
        Set<String> lines = new TreeSet<>();
        for (StoredFile segment : segments) {
            try {
                repository.unpack(segment, in -> collect(in, point, lines));
            } catch (IOException e) {
                throw new RecoveryFailed(segment.name() + " cannot be read", e);
            }
        }
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, HEADER + String.join("", lines));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new RecoveryFailed(file + " cannot be written", e);
        }
        return lines.size();
    }

    private static void collect(InputStream in, Instant point, Set<String> lines) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            JsonNode entry = JSON.readTree(line);
            if (isLost(entry, point)) {
                lines.add(line(entry));
            }
        }
    }

    private static boolean isLost(JsonNode entry, Instant point) {
        String time = entry.path("occurredAt").asText();
        return !time.isEmpty()
                && Instant.parse(time).isAfter(point)
                && entry.path("outcome").asText().equals("success")
                && !READING.contains(entry.path("action").asText());
    }

    private static String line(JsonNode entry) {
        return Stream.of("/occurredAt", "/actor/subject", "/action", "/entityType", "/entityId", "/patientId")
                        .map(pointer -> entry.at(pointer).asText("").replaceAll("[,\"\\r\\n]", " "))
                        .reduce((one, other) -> one + "," + other)
                        .orElse("")
                + "\n";
    }
}
