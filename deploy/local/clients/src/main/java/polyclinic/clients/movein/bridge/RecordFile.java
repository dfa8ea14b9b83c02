package polyclinic.clients.movein.bridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.movein.bridge.agreement.RecordFields;
import polyclinic.clients.movein.files.FileDamage;
import polyclinic.clients.movein.files.RecordIds;
import polyclinic.clients.movein.files.RecordSelection;
import polyclinic.clients.movein.files.ScannedRecord;
import polyclinic.clients.movein.mapping.ClinicFile;
import polyclinic.clients.movein.mapping.MoveTarget;

/**
 * A file of the other program's as it was at one moment, whole. It is read until it is the same twice and whole, since that program may
 * be writing it; one that stays damaged is said to be, and nothing of it is used.
 */
final class RecordFile {
    private static final Duration REST = Duration.ofMillis(200);
    /** Nobody writes for so long: what is damaged then stays so. */
    private static final Duration OLD = Duration.ofSeconds(3);

    private static final long PAUSE_MS = 100;
    private static final int READINGS = 15;

    private final Path path;
    private final ClinicFile file;
    private final byte @Nullable [] bytes;
    private final @Nullable String damage;
    private final Map<String, ScannedRecord> records = new LinkedHashMap<>();
    private final Map<HashedRecord, Map<String, String>> hashes = new HashMap<>();
    private List<FileDamage> refusals = List.of();
    private Set<String> undecided = Set.of();
    private String shape = "";

    private record HashedRecord(String id, MoveTarget target) {}

    private RecordFile(Path path, ClinicFile file, byte @Nullable [] bytes, @Nullable String damage) {
        this.path = path;
        this.file = file;
        this.bytes = bytes;
        this.damage = damage;
        if (bytes == null) return;
        shape = damage == null ? tree().shape() : RecordTree.shapeOfBeginning(file, bytes);
        if (damage != null) return;
        RecordSelection selection = RecordSelection.of(bytes, file::id);
        selection.forEach(records::put);
        undecided = selection.undecided();
        refusals = selection.damages().stream().filter(FileDamage::isLoss).toList();
    }

    /** @param before the last reading, which is given again when nothing has changed since */
    static RecordFile read(Path folder, ClinicFile file, @Nullable RecordFile before) {
        Path path = folder.resolve(file.fileName());
        byte[] last = null;
        String damage = null;
        try {
            for (int reading = 1; ; reading++) {
                Instant changed = changed(path);
                if (changed == null && reading == READINGS) return new RecordFile(path, file, null, null);
                byte[] bytes = changed == null ? null : bytes(path);
                boolean isAtRest = changed != null
                        && (Arrays.equals(bytes, last)
                                || changed.isBefore(Instant.now().minus(REST)))
                        && changed.equals(changed(path));
                if (bytes != null && isAtRest) {
                    if (before != null && Arrays.equals(bytes, before.bytes)) return before;
                    damage = damage(file, bytes);
                    boolean isOld =
                            changed != null && changed.isBefore(Instant.now().minus(OLD));
                    if (damage == null || isOld || reading >= READINGS)
                        return new RecordFile(path, file, bytes, damage);
                } else if (reading > 2 * READINGS) {
                    return new RecordFile(path, file, bytes, "it is being written all the time");
                }
                if (changed == null && before != null && before.bytes == null) return before;
                last = bytes;
                Poller.sleep(PAUSE_MS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Instant changed(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class)
                    .lastModifiedTime()
                    .toInstant();
        } catch (NoSuchFileException absent) {
            return null;
        }
    }

    private static byte @Nullable [] bytes(Path path) throws IOException {
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException replaced) {
            return null;
        }
    }

    private static @Nullable String damage(ClinicFile file, byte[] bytes) {
        try {
            RecordTree.of(file, bytes);
            return null;
        } catch (IOException e) {
            return bytes.length == 0 ? "it is empty" : "it is no whole JSON in UTF-8";
        }
    }

    /** Why nothing of it is used, or null. */
    @Nullable
    String damage() {
        return damage;
    }

    boolean exists() {
        return bytes != null;
    }

    /** Whether it says what a former reading said. */
    boolean isSame(@Nullable RecordFile other) {
        return this == other;
    }

    /** By id; records of one id that say different things are none. */
    Map<String, ScannedRecord> records() {
        return records;
    }

    /** Whether several of its records have the id and say different things. */
    boolean isUndecided(String id) {
        return undecided.contains(id);
    }

    /** Field → hash of what the record of an id says, which is a record of that kind here; null where there is none. */
    @Nullable
    Map<String, String> hashes(String id, MoveTarget target) {
        ScannedRecord record = records.get(id);
        return record == null
                ? null
                : hashes.computeIfAbsent(
                        new HashedRecord(id, target), any -> RecordFields.ofFile(file, target, record.json()));
    }

    /** Records that are not taken, with their lines. */
    List<FileDamage> refusals() {
        return refusals;
    }

    /**
     * What a damaged file has of whole records, to be written as a whole one.
     *
     * @param known the shape that it had when it was whole; empty when nobody has seen that, and it is the one that it begins with
     */
    RecordTree salvaged(String known) {
        RecordTree tree = RecordTree.empty(file, known.isEmpty() ? shape : known);
        if (bytes != null)
            RecordSelection.of(bytes, file::id).forEach((id, record) -> {
                String patient = RecordIds.text(record.json(), "patient_id");
                tree.add(id, patient != null ? patient : String.valueOf(record.key()), record.json());
            });
        return tree;
    }

    String shape() {
        return shape;
    }

    /** What it holds, to be changed and written. */
    RecordTree tree() {
        try {
            return bytes == null ? RecordTree.empty(file, RecordTree.LIST) : RecordTree.of(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Puts another content in this one's place, whole, if the file is still as it was read. What another program wrote in that very
     * moment is put back.
     *
     * @param announce done when all is ready to be put in place
     * @param aside where the former content is kept
     * @return false when the other program has written meanwhile
     */
    boolean replace(byte[] content, Runnable announce, Path aside) {
        Path unfinished = path.resolveSibling("." + file.fileName() + ".bridge");
        try {
            writeAll(unfinished, content);
            if (bytes != null) keepRights(unfinished);
            announce.run();
            if (!Arrays.equals(bytes(path), bytes)) {
                Files.delete(unfinished);
                return false;
            }
            boolean kept = keep(aside);
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(path.toAbsolutePath().getParent());
            if (!kept || Arrays.equals(bytes(aside), bytes)) return true;
            // Who had opened it writes into the former file: that one counts, and is merged again.
            Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeAll(Path path, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) channel.write(buffer);
            channel.force(true);
        }
    }

    private void keepRights(Path other) throws IOException {
        try {
            Files.setPosixFilePermissions(other, Files.getPosixFilePermissions(path));
        } catch (UnsupportedOperationException otherSystem) {
            // Rights are inherited there.
        }
    }

    /** A second name of the same file, so that what is written into it is seen. */
    private boolean keep(Path aside) throws IOException {
        if (bytes == null) return false;
        Files.deleteIfExists(aside);
        try {
            Files.createLink(aside, path);
            return true;
        } catch (UnsupportedOperationException noLinks) {
            Files.write(aside, bytes);
            return false;
        }
    }

    private static void sync(@Nullable Path folder) throws IOException {
        if (folder == null) return;
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
