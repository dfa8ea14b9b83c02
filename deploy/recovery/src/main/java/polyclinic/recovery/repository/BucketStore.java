package polyclinic.recovery.repository;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.suite.S3Connection;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects of a bucket below a prefix. Large ones go in parts, of which nothing is to be seen before the last has arrived. */
final class BucketStore implements ObjectStore {
    /** Above it an object is sent in parts; the server takes at least 5 MiB for one, and at most 10,000 of them. */
    private static final int PART_BYTES = 64 << 20;

    private final S3Client s3;
    private final String bucket;
    private final String prefix;
    private final Path staging;
    private final int partBytes;

    BucketStore(S3Client s3, String bucket, String prefix, Path staging, int partBytes) {
        this.s3 = s3;
        this.bucket = bucket;
        this.prefix = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        this.staging = staging;
        this.partBytes = partBytes;
    }

    static BucketStore of(URI place, Map<String, String> environment) {
        if (place.getHost() == null) {
            throw new RecoveryFailed(place + " names no bucket; it is to look like s3://bucket/prefix");
        }
        String path = place.getPath() == null ? "" : place.getPath().replaceFirst("^/+", "");
        String home = environment.getOrDefault("POLYCLINIC_HOME", "");
        Path folder = home.isEmpty()
                ? Path.of(System.getProperty("java.io.tmpdir"), "polyclinic-recovery")
                : Path.of(home, "recovery", "staging");
        return new BucketStore(
                S3Connection.of(environment, "POLYCLINIC_BACKUP_S3"), place.getHost(), path, folder, PART_BYTES);
    }

    @Override
    public List<String> list(String beginning) throws IOException {
        try {
            return s3
                    .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix + beginning))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .map(key -> key.substring(prefix.length()))
                    .sorted()
                    .toList();
        } catch (SdkException e) {
            throw failure("cannot be listed", e);
        }
    }

    @Override
    public boolean contains(String name) throws IOException {
        try {
            s3.headObject(request -> request.bucket(bucket).key(prefix + name));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return false;
            }
            throw failure("cannot be read", e);
        } catch (SdkException e) {
            throw failure("cannot be read", e);
        }
    }

    @Override
    public InputStream open(String name) throws IOException {
        try {
            var object = s3.getObject(request -> request.bucket(bucket).key(prefix + name));
            return new FilterInputStream(object) {
                /** A reader that leaves early does not wait for the rest of the object. */
                @Override
                public void close() {
                    object.abort();
                }
            };
        } catch (NoSuchKeyException e) {
            NoSuchFileException missing = new NoSuchFileException(name);
            missing.initCause(e);
            throw missing;
        } catch (SdkException e) {
            throw failure("cannot be read", e);
        }
    }

    @Override
    public void put(String name, Path file) throws IOException {
        try {
            if (Files.size(file) <= partBytes) {
                s3.putObject(request -> request.bucket(bucket).key(prefix + name), RequestBody.fromFile(file));
            } else {
                putInParts(prefix + name, file);
            }
        } catch (SdkException e) {
            throw failure("cannot be written", e);
        }
        Files.delete(file);
    }

    private void putInParts(String key, Path file) throws IOException {
        String upload = s3.createMultipartUpload(
                        request -> request.bucket(bucket).key(key))
                .uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(partBytes);
            while (content.length > 0) {
                int number = parts.size() + 1;
                String tag = s3.uploadPart(
                                request -> request.bucket(bucket)
                                        .key(key)
                                        .uploadId(upload)
                                        .partNumber(number),
                                RequestBody.fromBytes(content))
                        .eTag();
                parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
                content = in.readNBytes(partBytes);
            }
            s3.completeMultipartUpload(request ->
                    request.bucket(bucket).key(key).uploadId(upload).multipartUpload(whole -> whole.parts(parts)));
        } catch (IOException | SdkException e) {
            s3.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(upload));
            throw e;
        }
    }

    @Override
    public void delete(String name) throws IOException {
        try {
            s3.deleteObject(request -> request.bucket(bucket).key(prefix + name));
        } catch (SdkException e) {
            throw failure("cannot be changed", e);
        }
    }

    @Override
    public Path staging() throws IOException {
        return Files.createDirectories(staging);
    }

    @Override
    public void close() {
        s3.close();
    }

    @Override
    public String toString() {
        return S3 + bucket + "/" + prefix;
    }

    private IOException failure(String what, SdkException cause) {
        return new IOException("the bucket " + bucket + " " + what + ": " + RecoveryFailed.reason(cause), cause);
    }
}
