package polyclinic.clients.audit;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import polyclinic.clients.http.TrustedAuthorities;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists and reads the objects of the bucket in which audit-service archives checkpoints and seals years. */
final class CheckpointBucket implements AutoCloseable {
    private final S3Client s3;
    private final String bucket;

    /** @param authority file of the authority that the server's certificate is judged by, empty for those of the JDK */
    CheckpointBucket(URI server, String region, String bucket, String key, String secret, String authority) {
        this.bucket = bucket;
        s3 = S3Client.builder()
                .endpointOverride(server)
                .region(Region.of(region))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret)))
                // The signature inside the object proves more than a separate checksum.
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .tlsTrustManagersProvider(new TrustedAuthorities(authority)::trustManagers))
                .build();
    }

    List<String> list(String prefix) throws IOException {
        try {
            return s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix)).contents().stream()
                    .map(S3Object::key)
                    .toList();
        } catch (SdkException e) {
            throw new IOException("the bucket " + bucket + " cannot be listed: " + e.getMessage(), e);
        }
    }

    /** Returns the object's text, with replacement characters where it is not UTF-8; the caller has to detect damage. */
    String read(String key) throws IOException {
        try {
            byte[] content = s3.getObjectAsBytes(
                            request -> request.bucket(bucket).key(key))
                    .asByteArrayUnsafe();
            return new String(content, StandardCharsets.UTF_8);
        } catch (SdkException e) {
            throw new IOException(key + " of the bucket " + bucket + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns the SHA-256 of the object's bytes, hex; empty when there is no such object. */
    String sha256(String key) throws IOException {
        try (InputStream content =
                s3.getObject(request -> request.bucket(bucket).key(key))) {
            return DigestUtils.sha256Hex(content);
        } catch (NoSuchKeyException absent) {
            return "";
        } catch (SdkException e) {
            throw new IOException(key + " of the bucket " + bucket + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        s3.close();
    }
}
