/** Entries of a patient's record that are recorded, corrected and withdrawn in the same way, whatever they say. */
@NullMarked
package polyclinic.patient.entries;

import org.jspecify.annotations.NullMarked;
