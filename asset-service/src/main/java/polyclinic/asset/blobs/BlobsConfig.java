package polyclinic.asset.blobs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

@ConfigMapping(prefix = "polyclinic.blobs")
interface BlobsConfig {
    @WithParentName
    @WithDefault("s3")
    Choice choice();

    /** The S3 bucket, or the prefix of the two GridFS collections. */
    @WithDefault("polyclinic-assets")
    String bucket();

    enum Choice {
        S3,
        GRIDFS
    }
}
