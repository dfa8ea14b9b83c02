/** Buckets of files and of the audit trail: copied as far as they are not in the backup yet. */
@NullMarked
package polyclinic.recovery.buckets;

import org.jspecify.annotations.NullMarked;
