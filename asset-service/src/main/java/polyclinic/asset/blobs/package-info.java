/** Where the bytes are kept: in S3 or in GridFS. */
@NullMarked
package polyclinic.asset.blobs;

import org.jspecify.annotations.NullMarked;
