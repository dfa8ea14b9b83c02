/** Flags: what is switched on for whom, and settings that change without a release. */
@NullMarked
package polyclinic.notes.flags;

import org.jspecify.annotations.NullMarked;
