/** Forms from which notes are begun, by specialty. */
@NullMarked
package polyclinic.notes.templates;

import org.jspecify.annotations.NullMarked;
