package polyclinic.recovery.buckets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.suite.S3Connection;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of the suite. Its objects are written once and never changed. */
public final class SuiteBucket implements AutoCloseable {
    private final S3Client s3;
    private final String name;

    public SuiteBucket(S3Client s3, String name) {
        this.s3 = s3;
        this.name = name;
    }

    /** Returns the bucket of patients' files. */
    public static SuiteBucket ofAssets(Map<String, String> environment) {
        return of(environment, "asset", environment.getOrDefault("POLYCLINIC_ASSET_BUCKET", "polyclinic-assets"));
    }

    /** Returns the bucket of the audit trail. */
    public static SuiteBucket ofAudit(Map<String, String> environment) {
        return of(environment, "audit", environment.getOrDefault("POLYCLINIC_AUDIT_BUCKET", "polyclinic-audit"));
    }

    private static SuiteBucket of(Map<String, String> environment, String service, String bucket) {
        String suffix = "_" + service.toUpperCase(Locale.ROOT);
        Map<String, String> own = new TreeMap<>();
        for (String part : new String[] {"_URL", "_REGION", "_KEY", "_SECRET", "_CA"}) {
            String common = environment.getOrDefault("POLYCLINIC_S3" + part, "");
            own.put("OF" + part, environment.getOrDefault("POLYCLINIC_S3" + part + suffix, common));
        }
        own.values().removeIf(String::isEmpty);
        return new SuiteBucket(S3Connection.of(own, "OF"), bucket);
    }

    public String name() {
        return name;
    }

    /**
     * Returns the entity tag of each object (RFC 9110, 8.8.3, without quotes) by its key; nothing when there is no such
     * bucket yet. One that is just being written has no tag where the server lists it all the same, and is not there yet.
     */
    public Map<String, String> objects() {
        try {
            Map<String, String> found = new TreeMap<>();
            for (S3Object object :
                    s3.listObjectsV2Paginator(request -> request.bucket(name)).contents()) {
                if (object.eTag() != null) {
                    found.put(object.key(), object.eTag().replace("\"", ""));
                }
            }
            return found;
        } catch (NoSuchBucketException e) {
            return Map.of();
        } catch (SdkException e) {
            throw new RecoveryFailed("the bucket " + name + " cannot be listed", e);
        }
    }

    /** Opens an object. */
    public InputStream open(String key) throws IOException {
        try {
            return s3.getObject(request -> request.bucket(name).key(key));
        } catch (SdkException e) {
            throw new IOException(key + " of the bucket " + name + " cannot be read: " + RecoveryFailed.reason(e), e);
        }
    }

    /** Stores an object by way of a file, for its length has to be known. */
    public void put(String key, InputStream content, Path staging) {
        try {
            Path file = Files.createTempFile(staging, "object", "");
            try {
                Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
                s3.putObject(request -> request.bucket(name).key(key), RequestBody.fromFile(file));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException | SdkException e) {
            throw new RecoveryFailed(key + " cannot be written to the bucket " + name, e);
        }
    }

    /** Makes the bucket if there is none. */
    public void create() {
        try {
            s3.headBucket(request -> request.bucket(name));
        } catch (NoSuchBucketException absent) {
            try {
                s3.createBucket(request -> request.bucket(name));
            } catch (BucketAlreadyOwnedByYouException meanwhile) {
                // that is what was wanted
            }
        } catch (SdkException e) {
            throw new RecoveryFailed("the bucket " + name + " cannot be reached", e);
        }
    }

    @Override
    public void close() {
        s3.close();
    }
}
