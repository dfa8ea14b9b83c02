/** The texts that a note once had. */
@NullMarked
package polyclinic.notes.versions;

import org.jspecify.annotations.NullMarked;
