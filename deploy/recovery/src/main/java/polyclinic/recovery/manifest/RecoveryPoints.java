package polyclinic.recovery.manifest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StoredFile;

/** The recovery points of a backup. One counts from the moment its signed manifest is there, and no sooner. */
public final class RecoveryPoints {
    private static final String KEYS = "trusted-keys/";
    private static final String DRILLS = "drills/";
    private static final String ENDING = ".json";

    private final BackupRepository repository;

    public RecoveryPoints(BackupRepository repository) {
        this.repository = repository;
    }

    /**
     * Lets a key sign points of this backup. Only who knows the passphrase can do so: the key is kept encrypted like
     * everything else.
     */
    public void trust(PointSigningKey key) {
        String name = KEYS + Envelope.id(key.publicKey());
        if (!repository.contains(name)) {
            repository.write(name, out -> out.write(key.publicKey()));
        }
    }

    public void add(PointManifest manifest, PointSigningKey key) {
        repository.write(PointManifest.name(manifest.id()), out -> out.write(Envelope.seal(manifest, key)));
    }

    /** @throws RecoveryFailed when the backup lacks one of the files that a manifest names */
    public void requireFiles(PointManifest manifest) {
        Map<String, Set<String>> present = new HashMap<>();
        List<String> missing = files(manifest)
                .map(StoredFile::name)
                .filter(name -> !present.computeIfAbsent(folder(name), prefix -> Set.copyOf(repository.list(prefix)))
                        .contains(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new RecoveryFailed(missing.size() + " files of the point are not in " + repository + ": "
                    + missing.get(0) + (missing.size() > 1 ? " and others" : ""));
        }
    }

    private static String folder(String name) {
        return name.substring(0, name.indexOf('/') + 1);
    }

    /** Returns the names of all points, the oldest first. */
    public List<String> ids() {
        return repository.list(PointManifest.PREFIX).stream()
                .filter(name -> name.endsWith(ENDING))
                .map(name -> name.substring(PointManifest.PREFIX.length(), name.length() - ENDING.length()))
                .sorted()
                .toList();
    }

    /** @throws RecoveryFailed when there is none of that name, or it was changed since */
    public PointManifest find(String id) {
        String name = PointManifest.name(id);
        if (!repository.contains(name)) {
            throw new RecoveryFailed(
                    "there is no recovery point " + id + " in " + repository + "; ./polyclinic backups lists them");
        }
        return Envelope.open(id, repository.read(name), keys());
    }

    /** Notes that a point was restored and worked with. */
    public void noteDrill(String id, Instant when) {
        repository.write(DRILLS + id, out -> out.write(when.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns when a drill of the point passed last. */
    public Optional<String> drilled(String id) {
        return repository.contains(DRILLS + id)
                ? Optional.of(new String(repository.read(DRILLS + id), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    /** Returns the points with copies that can be read, the newest first. Of the others {@code backups} tells. */
    public Stream<PointManifest> whole() {
        List<byte[]> keys = keys();
        return ids().stream()
                .sorted(Comparator.reverseOrder())
                .flatMap(id -> readable(id, keys).stream())
                .filter(PointManifest::isWhole);
    }

    private Optional<PointManifest> readable(String id, List<byte[]> keys) {
        try {
            return Optional.of(Envelope.open(id, repository.read(PointManifest.name(id)), keys));
        } catch (RecoveryFailed damaged) {
            return Optional.empty();
        }
    }

    /** Deletes all but the newest points, and then the files that no point needs any more. Returns the names of those deleted. */
    public List<String> keep(int number) {
        List<String> ids = ids();
        List<String> old = ids.subList(0, Math.max(0, ids.size() - number));
        if (old.isEmpty()) {
            return List.of();
        }
        // Read before anything is deleted: when a point cannot be read, nobody knows which files it needs.
        Set<String> needed = needed(ids.subList(old.size(), ids.size()));
        old.forEach(id -> repository.delete(PointManifest.name(id)));
        deleteAllBut(needed);
        return List.copyOf(old);
    }

    /** Deletes files that no point needs. Not to be called while one is made. */
    public void deleteUnneeded() {
        deleteAllBut(needed(ids()));
    }

    private Set<String> needed(List<String> ids) {
        return ids.stream()
                .map(this::find)
                .flatMap(RecoveryPoints::files)
                .map(StoredFile::name)
                .collect(Collectors.toSet());
    }

    private static Stream<StoredFile> files(PointManifest manifest) {
        return Stream.concat(manifest.files().all(), manifest.blobs().stream());
    }

    /** The audit trail is not among them: it outlives every point. */
    private void deleteAllBut(Set<String> needed) {
        Stream.of("base/", "log/", "dump/", "letters/", "home/", "blobs/")
                .flatMap(prefix -> repository.list(prefix).stream())
                .filter(name -> !needed.contains(name))
                .forEach(repository::delete);
    }

    private List<byte[]> keys() {
        List<byte[]> keys = new ArrayList<>();
        repository.list(KEYS).forEach(name -> keys.add(repository.read(name)));
        return keys;
    }
}
