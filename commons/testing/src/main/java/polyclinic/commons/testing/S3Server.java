package polyclinic.commons.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;
import polyclinic.local.servers.Probe;
import polyclinic.local.servers.S3;

/** An S3 server of the test's own; argument {@code bucket} names the service's bucket. */
public class S3Server implements QuarkusTestResourceLifecycleManager {
    private static S3 current;
    private String bucket;

    @Override
    public void init(Map<String, String> args) {
        bucket = args.get("bucket");
    }

    @Override
    public Map<String, String> start() {
        current = S3.start(Folders.fresh("s3"), Probe.freePort(), List.of(bucket));
        return Map.of(
                "POLYCLINIC_S3_URL", current.url(),
                "POLYCLINIC_S3_KEY", current.key(),
                "POLYCLINIC_S3_SECRET", current.secret(),
                "POLYCLINIC_S3_BUCKET", bucket);
    }

    @Override
    public void stop() {
        current.stop();
    }

    public static S3 current() {
        return current;
    }
}
