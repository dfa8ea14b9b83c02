/** Which role reaches which patients' documents. */
@NullMarked
package polyclinic.notes.access;

import org.jspecify.annotations.NullMarked;
