/** What happened to a patient before or elsewhere. */
@NullMarked
package polyclinic.notes.history;

import org.jspecify.annotations.NullMarked;
