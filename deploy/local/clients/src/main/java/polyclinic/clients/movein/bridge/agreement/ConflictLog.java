package polyclinic.clients.movein.bridge.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.files.RecordIds;

/**
 * What did not come into the suite because it was decided otherwise: each with what the file said and what the suite says, once. It is on
 * the disk before anything is written over.
 */
public final class ConflictLog {
    private final Path file;
    private final Set<String> known = new HashSet<>();
    private final List<ObjectNode> entries = new ArrayList<>();
    /** What was written half before stays on a line of its own. */
    private String begin = "\n";

    public ConflictLog(Path folder) {
        file = folder.resolve("conflicts.ndjson");
        if (!Files.exists(file)) return;
        try {
            for (String line : Files.readAllLines(file)) {
                JsonNode json = JsonNodes.parse(line.getBytes(StandardCharsets.UTF_8));
                if (json instanceof ObjectNode entry) remember(entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the conflicts in " + file + " cannot be read", e);
        }
    }

    private boolean remember(ObjectNode entry) {
        ObjectNode what = entry.deepCopy();
        what.remove("at");
        if (!known.add(RecordIds.hash(what))) return false;
        entries.add(entry);
        return true;
    }

    /**
     * @param there what the file said
     * @param here what the suite says, which counts
     * @return whether it was not kept before
     */
    public synchronized boolean keep(RecordKey key, String field, String reason, JsonNode there, JsonNode here) {
        ObjectNode entry = entry(key, field, reason, there, here);
        entry.put("at", Instant.now().toString());
        if (!remember(entry)) return false;
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer line = ByteBuffer.wrap((begin + entry + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) channel.write(line);
            channel.force(true);
            begin = "";
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether that is kept. */
    public synchronized boolean has(RecordKey key, String field, String reason, JsonNode there, JsonNode here) {
        return known.contains(RecordIds.hash(entry(key, field, reason, there, here)));
    }

    private static ObjectNode entry(RecordKey key, String field, String reason, JsonNode there, JsonNode here) {
        return JsonNodes.object(
                "kind", key.file().kind(),
                "id", key.id(),
                "field", field,
                "reason", reason,
                "file", there,
                "suite", here);
    }

    /** All that were kept, the oldest first. */
    public synchronized List<ObjectNode> entries() {
        return List.copyOf(entries);
    }
}
