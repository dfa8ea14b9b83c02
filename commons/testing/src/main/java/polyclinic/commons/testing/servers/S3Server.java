package polyclinic.commons.testing.servers;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import polyclinic.local.servers.Probe;
import polyclinic.local.servers.S3;

/** An S3 server of the test's own; argument {@code bucket} names the service's bucket. */
public class S3Server implements QuarkusTestResourceLifecycleManager {
    private static @Nullable S3 current;
    private String bucket = "";

    @Override
    public void init(Map<String, String> args) {
        bucket = args.getOrDefault("bucket", "");
    }

    @Override
    public Map<String, String> start() {
        S3 started = S3.start(Folders.fresh("s3"), Probe.freePort(), List.of(bucket));
        current = started;
        return Map.of(
                "POLYCLINIC_S3_URL", started.url(),
                "POLYCLINIC_S3_KEY", started.key(),
                "POLYCLINIC_S3_SECRET", started.secret(),
                "POLYCLINIC_S3_BUCKET", bucket);
    }

    @Override
    public void stop() {
        current().stop();
    }

    public static S3 current() {
        return Objects.requireNonNull(current, "not started");
    }
}
