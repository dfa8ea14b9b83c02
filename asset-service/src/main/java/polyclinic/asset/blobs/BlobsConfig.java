package polyclinic.asset.blobs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;

@ConfigMapping(prefix = "polyclinic.blobs")
interface BlobsConfig {
    @WithParentName
    @WithDefault("s3")
    Choice choice();

    /** The S3 bucket, or the prefix of the two GridFS collections. */
    @WithDefault("polyclinic-assets")
    String bucket();

    Connections connections();

    /** How many requests to the store are under way at once, by what they are for. */
    interface Connections {
        @WithDefault("16")
        int reading();

        /** Uploads of clients. */
        @WithDefault("8")
        int writing();

        /** The suite's own: documents that services store, deletions, the sweeper. */
        @WithDefault("8")
        int internal();

        /** How long one waits for its turn. */
        @WithDefault("10s")
        Duration patience();
    }

    enum Choice {
        S3,
        GRIDFS
    }
}
