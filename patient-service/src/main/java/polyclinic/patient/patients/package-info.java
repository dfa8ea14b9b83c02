/** Registering, reading, finding and editing patients. */
@NullMarked
package polyclinic.patient.patients;

import org.jspecify.annotations.NullMarked;
