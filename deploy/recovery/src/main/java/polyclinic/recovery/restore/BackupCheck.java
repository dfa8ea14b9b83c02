package polyclinic.recovery.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    /** Returns the audit trail to its end, as the newest point has it: it is never brought back to an older state. */
    static List<StoredFile> trail(PointManifest manifest, RecoveryPoints points) {
        Map<String, StoredFile> newest = points.newest().stream()
                .flatMap(point -> point.blobs().stream())
                .collect(Collectors.toMap(StoredFile::name, Function.identity()));
        manifest.blobs().forEach(file -> newest.putIfAbsent(file.name(), file));
        return newest.values().stream()
                .filter(file -> file.name().startsWith(BucketCopy.AUDIT))
                .toList();
    }
}
