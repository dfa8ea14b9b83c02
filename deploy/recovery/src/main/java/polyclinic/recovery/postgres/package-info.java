/** PostgreSQL: base copies, the log, named points in it, digests of tables, and recovery to a point. */
@NullMarked
package polyclinic.recovery.postgres;

import org.jspecify.annotations.NullMarked;
