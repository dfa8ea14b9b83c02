/** How data say what they measured: the names and codes around a number. */
@NullMarked
package polyclinic.notes.clinicaldata.measurands;

import org.jspecify.annotations.NullMarked;
