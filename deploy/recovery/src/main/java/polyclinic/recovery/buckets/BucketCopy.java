package polyclinic.recovery.buckets;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StoredFile;

/** The objects of a bucket in the backup, each once, however many recovery points there are. */
public final class BucketCopy {
    /** What comes before the keys of patients' files; the audit trail is never deleted with a point. */
    public static final String BLOBS = "blobs/";

    private static final String STAGING = "staging/";

    public static final String AUDIT = "audit/";

    /** Between a key and the entity tag; a tag has none. */
    private static final char TAG = '~';

    private BucketCopy() {}

    /**
     * Copies the files of patients that the backup does not have yet. Their keys are unique. What was sent of files and is none yet
     * is left out: whoever sends it sends it again.
     *
     * @param known files of the newest point by name
     * @return all these objects of the bucket
     */
    public static List<StoredFile> blobs(
            SuiteBucket bucket, Map<String, StoredFile> known, BackupRepository repository) {
        List<StoredFile> files = new ArrayList<>();
        Set<String> present = Set.copyOf(repository.list(BLOBS));
        bucket.objects().keySet().stream()
                .filter(key -> !key.startsWith(STAGING))
                .forEach(key -> files.add(copy(bucket, key, BLOBS + key, known, present, repository)));
        return files;
    }

    /**
     * Copies the objects of the audit trail that the backup does not have yet. Every trail counts its checkpoints from 1: the
     * entity tag in the name keeps those of a suite that began anew apart.
     *
     * @param known files of the newest point by name
     * @return all objects of the bucket
     */
    public static List<StoredFile> trail(
            SuiteBucket bucket, Map<String, StoredFile> known, BackupRepository repository) {
        List<StoredFile> files = new ArrayList<>();
        Set<String> present = Set.copyOf(repository.list(AUDIT));
        TrailSegments.signed(bucket.objects())
                .forEach((key, tag) ->
                        files.add(copy(bucket, key, AUDIT + key + TAG + tag, known, present, repository)));
        return files;
    }

    /** Returns the key of an object of the trail. */
    public static String trailKey(StoredFile file) {
        return file.name().substring(AUDIT.length(), file.name().lastIndexOf(TAG));
    }

    /** Brings files of patients back. */
    public static void restoreBlobs(Collection<StoredFile> files, BackupRepository repository, SuiteBucket bucket) {
        bucket.create();
        files.forEach(file -> restore(file, file.name().substring(BLOBS.length()), repository, bucket));
    }

    /** Brings the audit trail back. */
    public static void restoreTrail(Collection<StoredFile> files, BackupRepository repository, SuiteBucket bucket) {
        bucket.create();
        files.forEach(file -> restore(file, trailKey(file), repository, bucket));
    }

    private static StoredFile copy(
            SuiteBucket bucket,
            String key,
            String name,
            Map<String, StoredFile> known,
            Set<String> present,
            BackupRepository repository) {
        StoredFile before = known.get(name);
        return before != null && present.contains(name)
                ? before
                : repository.write(name, out -> {
                    try (InputStream in = bucket.open(key)) {
                        in.transferTo(out);
                    }
                });
    }

    private static void restore(StoredFile file, String key, BackupRepository repository, SuiteBucket bucket) {
        try (InputStream in = repository.read(file)) {
            bucket.put(key, in, repository.staging());
        } catch (IOException e) {
            throw new RecoveryFailed(file.name() + " could not be restored", e);
        }
    }
}
