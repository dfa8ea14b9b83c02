/** What was measured, observed or reported of a patient at a time, one by one and as trends. */
@NullMarked
package polyclinic.notes.clinicaldata;

import org.jspecify.annotations.NullMarked;
