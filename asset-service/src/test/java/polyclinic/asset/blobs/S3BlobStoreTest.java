package polyclinic.asset.blobs;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import polyclinic.local.process.Distribution;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.S3;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

class S3BlobStoreTest extends BlobStoreContract {
    private static final Path FOLDER = Path.of("target", "servers", "contract-s3");
    private static S3 server;
    private static S3AsyncClient client;
    private static BlobStore store;

    @BeforeAll
    static void start() {
        Distribution.delete(FOLDER);
        server = S3.start(FOLDER.toAbsolutePath(), Probe.freePort(), List.of("other"));
        client = S3AsyncClient.builder()
                .endpointOverride(URI.create(server.url()))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(server.key(), server.secret())))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder())
                .build();
        store = new S3BlobStore(client, "contract");
        store.prepare().await().atMost(PATIENCE);
    }

    @AfterAll
    static void stop() {
        client.close();
        server.stop();
    }

    @Override
    BlobStore store() {
        return store;
    }
}
