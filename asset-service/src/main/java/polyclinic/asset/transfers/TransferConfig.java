package polyclinic.asset.transfers;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How large files are sent and fetched. */
@ConfigMapping(prefix = "polyclinic.transfers")
public interface TransferConfig {
    /** Where clients reach the S3 server. Without it, and with GridFS, their bytes pass through the service. */
    Optional<URI> s3Url();

    /** How long a link to a content lives. */
    @WithDefault("5m")
    Duration linkLife();

    /** How long an announced upload waits for its bytes; at most seven days, which is S3's limit. */
    @WithDefault("24h")
    Duration uploadLife();

    /** A larger file goes to S3 in parts of this size; S3 takes none below 5 MiB. */
    @WithDefault("64M")
    MemorySize partSize();
}
