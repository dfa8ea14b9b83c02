package polyclinic.recovery.buckets;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StoredFile;

/** The objects of a bucket in the backup, each once, however many recovery points there are. */
public final class BucketCopy {
    /** What comes before the keys of patients' files; the audit trail is never deleted with a point. */
    public static final String BLOBS = "blobs/";

    public static final String AUDIT = "audit/";

    private BucketCopy() {}

    /**
     * Copies what the backup does not have yet.
     *
     * @param known files of the newest point by name
     * @return all objects of the bucket
     */
    public static List<StoredFile> copy(
            SuiteBucket bucket, String prefix, Map<String, StoredFile> known, BackupRepository repository) {
        List<StoredFile> files = new ArrayList<>();
        for (String key : bucket.objects().keySet()) {
            String name = prefix + key;
            StoredFile present = known.get(name);
            files.add(
                    present != null && repository.contains(name)
                            ? present
                            : repository.write(name, out -> {
                                try (InputStream in = bucket.open(key)) {
                                    in.transferTo(out);
                                }
                            }));
        }
        return files;
    }

    /** Brings the objects back that are below the prefix. */
    public static int restore(List<StoredFile> files, String prefix, BackupRepository repository, SuiteBucket bucket) {
        bucket.create();
        int restored = 0;
        for (StoredFile file : files) {
            if (file.name().startsWith(prefix)) {
                try (InputStream in = repository.read(file)) {
                    bucket.put(file.name().substring(prefix.length()), in, repository.staging());
                } catch (IOException e) {
                    throw new RecoveryFailed(file.name() + " could not be restored", e);
                }
                restored++;
            }
        }
        return restored;
    }
}
