/** Cancellation of prescriptions: by the doctor, or because the appointment will not take place. */
@NullMarked
package polyclinic.prescription.cancellation;

import org.jspecify.annotations.NullMarked;
