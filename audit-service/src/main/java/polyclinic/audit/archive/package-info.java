/** The checkpoints outside the database, in S3. */
@NullMarked
package polyclinic.audit.archive;

import org.jspecify.annotations.NullMarked;
