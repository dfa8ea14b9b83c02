/** Everything that happened to a patient, newest first. */
@NullMarked
package polyclinic.notes.timelines;

import org.jspecify.annotations.NullMarked;
