/** Signing a note, and what may be added to it afterwards. */
@NullMarked
package polyclinic.notes.signing;

import org.jspecify.annotations.NullMarked;
