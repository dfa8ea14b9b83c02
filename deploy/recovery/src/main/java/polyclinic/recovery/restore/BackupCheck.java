package polyclinic.recovery.restore;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import polyclinic.recovery.buckets.BucketCopy;
import polyclinic.recovery.manifest.PointManifest;
import polyclinic.recovery.manifest.RecoveryPoints;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StoredFile;

/** Reads every file of a point to its end, before anything is written anywhere. */
final class BackupCheck {
    private BackupCheck() {}

    /** Returns what is wrong, one a line; nothing when all is as the manifest says. */
    static List<String> problems(PointManifest manifest, List<StoredFile> trail, BackupRepository repository) {
        List<String> problems = new ArrayList<>();
        Stream.of(manifest.files().all(), blobs(manifest).stream(), trail.stream())
                .flatMap(Function.identity())
                .forEach(file -> {
                    try {
                        repository.verify(file);
                    } catch (RecoveryFailed damaged) {
                        problems.add(damaged.getMessage());
                    }
                });
        return problems;
    }

    /** Returns the patients' files of a point. */
    static List<StoredFile> blobs(PointManifest manifest) {
        return manifest.blobs().stream()
                .filter(file -> file.name().startsWith(BucketCopy.BLOBS))
                .toList();
    }

    /**
     * Returns the audit trail to its end, as the newest point of the same suite has it: it is never brought back to an older
     * state. What a suite that began anew wrote is another trail, and so is what another restore of this one went on to.
     */
    static List<StoredFile> trail(PointManifest manifest, RecoveryPoints points) {
        Map<String, StoredFile> own = trail(manifest);
        return points.whole()
                .filter(point -> isOfSameSuite(point, manifest))
                .map(BackupCheck::trail)
                .filter(newer -> own.entrySet().stream()
                        .allMatch(file -> newer.getOrDefault(file.getKey(), file.getValue())
                                .equals(file.getValue())))
                .findFirst()
                .map(newer -> {
                    own.forEach(newer::putIfAbsent);
                    return List.copyOf(newer.values());
                })
                .orElse(List.copyOf(own.values()));
    }

    /**
     * Returns the patients' files of a point and those of the newest point of the same suite: a superset is right, for signed
     * prescriptions may be in a pharmacy already.
     */
    static Set<StoredFile> allBlobs(PointManifest manifest, RecoveryPoints points) {
        Set<StoredFile> all = new LinkedHashSet<>(blobs(manifest));
        points.whole()
                .filter(point -> isOfSameSuite(point, manifest))
                .findFirst()
                .ifPresent(newest -> all.addAll(blobs(newest)));
        return all;
    }

    private static boolean isOfSameSuite(PointManifest one, PointManifest other) {
        return one.postgres().system().equals(other.postgres().system());
    }

    /** By the keys of the bucket. */
    private static Map<String, StoredFile> trail(PointManifest manifest) {
        Map<String, StoredFile> files = new TreeMap<>();
        manifest.blobs().stream()
                .filter(file -> file.name().startsWith(BucketCopy.AUDIT))
                .forEach(file -> files.put(BucketCopy.trailKey(file), file));
        return files;
    }
}
