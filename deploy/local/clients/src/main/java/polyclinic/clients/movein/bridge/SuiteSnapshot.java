package polyclinic.clients.movein.bridge;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.bridge.agreement.RecordKey;
import polyclinic.clients.movein.mapping.ClinicFile;
import polyclinic.clients.movein.mapping.MoveTarget;

/**
 * What was read of the suite, and how far, so that a bridge that was killed reads on where it was: a file of lines, each of which holds
 * after all that stand before it. A line that was written half ends it, and what followed is read again. It holds ids and hashes, no
 * values, as {@link polyclinic.clients.movein.bridge.agreement.StateJournal} does.
 */
final class SuiteSnapshot implements Closeable {
    private static final String FILE = "suite.ndjson";
    /** A file of another format is not used. */
    private static final int FORMAT = 1;

    private static final TypeReference<Map<String, String>> HASHES = new TypeReference<>() {};

    private final Path file;
    private @Nullable BufferedWriter out;

    /** Takes up what a snapshot says, line by line. */
    interface Reader {
        void begun(long place);

        void record(RecordKey key, SuiteRecord record);

        void gone(String id);

        void page(MoveTarget target, @Nullable String next);

        void whole(Instant at);

        void followed(long place);
    }

    SuiteSnapshot(Path folder) {
        file = folder.resolve(FILE);
    }

    /** Reads what there is, and writes on behind it. A file that cannot be used says nothing. */
    void load(Reader reader) {
        if (!Files.exists(file)) return;
        try {
            String text = Files.readString(file);
            long good = 0;
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
                JsonNode json = JsonNodes.parse(bytes);
                if (json == null || !json.isObject()) break;
                if (good == 0 && json.path("format").asInt() != FORMAT) return;
                read(json, reader);
                good += bytes.length + 1;
            }
            if (good > 0) open(good);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private static void read(JsonNode json, Reader reader) {
        if (json.has("format")) reader.begun(json.path("place").asLong());
        else if (json.has("hash")) reader.record(key(json), record(json));
        else if (json.has("gone")) reader.gone(json.path("gone").asText());
        else if (json.has("page"))
            reader.page(
                    MoveTarget.valueOf(json.path("page").asText()),
                    json.hasNonNull("next") ? json.path("next").asText() : null);
        else if (json.has("whole"))
            reader.whole(Instant.parse(json.path("whole").asText()));
        else if (json.has("place")) reader.followed(json.path("place").asLong());
    }

    private static RecordKey key(JsonNode json) {
        return new RecordKey(
                ClinicFile.valueOf(json.path("file").asText()), json.path("id").asText());
    }

    private static SuiteRecord record(JsonNode json) {
        return new SuiteRecord(
                MoveTarget.valueOf(json.path("target").asText()),
                json.path("here").asText(),
                JsonNodes.MAPPER.convertValue(json.path("hash"), HASHES),
                json.path("untouched").asBoolean(),
                json.path("fromThere").asBoolean(),
                Instant.parse(json.path("since").asText()));
    }

    /** Everything is read anew, from a place of the feed on. */
    void begin(long place) {
        open(0);
        write(JsonNodes.object("format", FORMAT, "place", place));
        flush();
    }

    /** Without a feed nobody can say what has changed since: there is nothing to go on from. */
    synchronized void end() {
        try {
            if (out != null) out.close();
            out = null;
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be removed", e);
        }
    }

    void record(RecordKey key, SuiteRecord record) {
        write(JsonNodes.object(
                "file", key.file().name(),
                "id", key.id(),
                "target", record.target().name(),
                "here", record.id(),
                "untouched", record.isUntouched() ? true : null,
                "fromThere", record.isFromThere() ? true : null,
                "since", record.since().toString(),
                "hash", record.fields()));
    }

    void gone(String id) {
        write(JsonNodes.object("gone", id));
    }

    /** @param next null after the last page of a kind */
    void page(MoveTarget target, @Nullable String next) {
        write(JsonNodes.object("page", target.name(), "next", next));
        flush();
    }

    void whole(Instant at) {
        write(JsonNodes.object("whole", at.toString()));
        flush();
    }

    void followed(long place) {
        write(JsonNodes.object("place", place));
        flush();
    }

    private synchronized void open(long length) {
        try {
            if (out != null) out.close();
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(length).position(length);
            out = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    /** Before anything was begun there is nothing to go on from. */
    private synchronized void write(ObjectNode line) {
        if (out == null) return;
        try {
            out.write(line.toString());
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void flush() {
        try {
            if (out != null) out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (out != null) out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
