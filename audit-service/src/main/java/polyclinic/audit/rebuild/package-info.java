/** The way back from S3: a lost database is rebuilt from checkpoints and the entries beside them. */
@NullMarked
package polyclinic.audit.rebuild;

import org.jspecify.annotations.NullMarked;
