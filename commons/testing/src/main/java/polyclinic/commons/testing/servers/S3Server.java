package polyclinic.commons.testing.servers;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.S3;
import polyclinic.local.servers.SharedServers;

/** S3 with an empty bucket; argument {@code bucket} names it. */
public class S3Server extends TestServer<S3> {
    private static @Nullable S3 current;
    private String bucket = "";

    public S3Server() {
        super(SharedServers::s3);
    }

    /** The running server, to kill and restart it. */
    public static S3 current() {
        return Objects.requireNonNull(current, "S3 was not started");
    }

    @Override
    public void init(Map<String, String> args) {
        bucket = args.getOrDefault("bucket", "");
    }

    @Override
    S3 own() {
        return S3.at(RunServers.freshFolder("s3"), Probe.freePort(), List.of());
    }

    @Override
    void prepare(S3 server) {
        current = server;
        server.recreate(bucket);
    }

    @Override
    Map<String, String> configuration(S3 server) {
        return Map.of(
                "POLYCLINIC_S3_URL", server.url(),
                "POLYCLINIC_S3_KEY", server.key(),
                "POLYCLINIC_S3_SECRET", server.secret(),
                "POLYCLINIC_S3_BUCKET", bucket);
    }
}
