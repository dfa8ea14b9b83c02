/** The note: its rules, its store, and how it is found and read. */
@NullMarked
package polyclinic.notes.notes;

import org.jspecify.annotations.NullMarked;
