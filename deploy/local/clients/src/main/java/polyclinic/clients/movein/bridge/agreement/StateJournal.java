package polyclinic.clients.movein.bridge.agreement;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.mapping.ClinicFile;
import polyclinic.clients.movein.mapping.MoveTarget;

/**
 * What both sides agreed on last, record by record: a file of lines, of which the last one of a record counts. A line that was written
 * half is passed over, and what it would have said is found out again by comparing. It holds ids and hashes, no values. One bridge at a
 * time writes it.
 */
public final class StateJournal implements Closeable {
    private static final String FILE = "state.ndjson";
    private static final int MAX_GROWTH = 3;
    private static final TypeReference<Map<String, String>> HASHES = new TypeReference<>() {};

    private final Path folder;
    private final Map<RecordKey, AgreedState> states = new LinkedHashMap<>();
    private ObjectNode settings = JsonNodes.object();
    private int lines;
    private @Nullable FileChannel lock;
    private @Nullable FileChannel out;

    private StateJournal(Path folder) {
        this.folder = folder;
    }

    /**
     * For the one who writes.
     *
     * @throws CheckFailed when another one does
     */
    public static StateJournal open(Path folder) {
        StateJournal journal = new StateJournal(folder);
        try {
            Files.createDirectories(folder);
            journal.lock();
            journal.load();
            if (journal.lines != journal.states.size() + 1) journal.compact();
            journal.append();
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException("the state in " + folder + " cannot be used", e);
        }
    }

    /** For who only looks. */
    public static StateJournal read(Path folder) {
        StateJournal journal = new StateJournal(folder);
        try {
            journal.load();
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException("the state in " + folder + " cannot be read", e);
        }
    }

    private void lock() throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) throw new OverlappingFileLockException();
            lock = channel;
        } catch (OverlappingFileLockException taken) {
            channel.close();
            throw new CheckFailed("another bridge works on this folder", taken);
        }
    }

    private void load() throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) return;
        for (String line : Files.readAllLines(file)) {
            lines++;
            JsonNode json = JsonNodes.parse(line.getBytes(StandardCharsets.UTF_8));
            if (json == null || !json.isObject()) continue;
            if (json.has("settings")) settings = json.withObject("/settings");
            else if (json.has("hash")) read(json);
        }
    }

    private void read(JsonNode json) {
        states.put(
                new RecordKey(
                        ClinicFile.valueOf(json.path("file").asText()),
                        json.path("id").asText()),
                new AgreedState(
                        MoveTarget.valueOf(json.path("target").asText()),
                        json.path("here").asText(),
                        hashes(json.at("/hash/file")),
                        hashes(json.at("/hash/suite")),
                        hashes(json.at("/hash/replaced")),
                        json.path("removed").asBoolean(),
                        json.path("writing").asBoolean()));
    }

    private static Map<String, String> hashes(JsonNode json) {
        return json instanceof MissingNode ? Map.of() : JsonNodes.MAPPER.convertValue(json, HASHES);
    }

    public @Nullable AgreedState get(RecordKey key) {
        synchronized (states) {
            return states.get(key);
        }
    }

    public Set<RecordKey> keys() {
        synchronized (states) {
            return Set.copyOf(states.keySet());
        }
    }

    /** A setting of the bridge's, or an empty text. */
    public String setting(String name) {
        return settings.path(name).asText("");
    }

    public void set(String name, String value) {
        synchronized (states) {
            settings.put(name, value);
            append(JsonNodes.bytes(JsonNodes.object("settings", settings)), true);
        }
    }

    public void put(RecordKey key, AgreedState state) {
        put(Map.of(key, state), false);
    }

    /** @param durable whether it is to survive the machine's sudden end as well, and is on the disk on return */
    public void put(Map<RecordKey, AgreedState> agreed, boolean durable) {
        synchronized (states) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            agreed.forEach((key, state) -> {
                if (state.equals(states.put(key, state))) return;
                text.writeBytes(JsonNodes.bytes(line(key, state)));
                text.write('\n');
                lines++;
            });
            if (text.size() > 0) append(text.toByteArray(), durable);
        }
    }

    private static ObjectNode line(RecordKey key, AgreedState state) {
        return JsonNodes.object(
                "file", key.file().name(),
                "id", key.id(),
                "target", state.target().name(),
                "here", state.suiteId(),
                "removed", state.removed() ? true : null,
                "writing", state.writing() ? true : null,
                "hash",
                        JsonNodes.object(
                                "file", state.inFile(), "suite", state.inSuite(), "replaced", state.replaced()));
    }

    private void append(byte[] text, boolean durable) {
        FileChannel channel = out;
        if (channel == null) throw new IllegalStateException("it is only read");
        try {
            write(channel, text);
            if (text[text.length - 1] != '\n') write(channel, new byte[] {'\n'});
            if (durable) channel.force(false);
            if (lines > MAX_GROWTH * (states.size() + 1000)) {
                channel.close();
                compact();
                append();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void append() throws IOException {
        out = FileChannel.open(
                folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** Writes it anew with one line of each record; the file of before stays until that is complete. */
    private void compact() throws IOException {
        Path unfinished = folder.resolve(FILE + ".tmp");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            text.writeBytes(JsonNodes.bytes(JsonNodes.object("settings", settings)));
            text.write('\n');
            states.forEach((key, state) -> {
                text.writeBytes(JsonNodes.bytes(line(key, state)));
                text.write('\n');
            });
            write(channel, text.toByteArray());
            channel.force(true);
        }
        Files.move(
                unfinished, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        lines = states.size() + 1;
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) channel.write(buffer);
    }

    @Override
    public void close() {
        try {
            if (out != null) out.close();
            if (lock != null) lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
