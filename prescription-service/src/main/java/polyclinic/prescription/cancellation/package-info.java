/** Prescriptions end before they are used: the doctor cancels one, or the appointment does not take place. */
@NullMarked
package polyclinic.prescription.cancellation;

import org.jspecify.annotations.NullMarked;
