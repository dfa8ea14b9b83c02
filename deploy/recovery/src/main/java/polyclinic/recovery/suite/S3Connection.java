package polyclinic.recovery.suite;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Clients of S3 servers. */
public final class S3Connection {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

    private S3Connection() {}

    /**
     * Returns the client of the server that the variables {@code <prefix>_URL}, {@code _KEY}, {@code _SECRET}, {@code _REGION} and
     * {@code _CA} name. Without a key the machine's own identity counts, without a URL AWS, without an authority those that the
     * JDK knows.
     */
    public static S3Client of(Map<String, String> environment, String prefix) {
        return of(
                environment.getOrDefault(prefix + "_URL", ""),
                environment.getOrDefault(
                        prefix + "_REGION", environment.getOrDefault("POLYCLINIC_S3_REGION", "us-east-1")),
                environment.getOrDefault(prefix + "_KEY", ""),
                environment.getOrDefault(prefix + "_SECRET", ""),
                AuthorityFile.of(environment, prefix + "_CA"));
    }

    private static S3Client of(String url, String region, String key, String secret, AuthorityFile authority) {
        var builder = S3Client.builder()
                .region(Region.of(region))
                // Everything that is stored has a digest in a signed manifest, which proves more.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(READ_TIMEOUT)
                        .tlsTrustManagersProvider(authority::trustManagers));
        if (!url.isEmpty()) {
            builder.endpointOverride(URI.create(url)).forcePathStyle(true);
        }
        if (!key.isEmpty()) {
            builder.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret)));
        }
        return builder.build();
    }
}
