/** What a recovery point consists of, signed, so that it can be compared with what a restore brought back. */
@NullMarked
package polyclinic.recovery.manifest;

import org.jspecify.annotations.NullMarked;
