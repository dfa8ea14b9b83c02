/** What becomes of a prepared dispense: the patient has it, brings it back, or never came for it. */
@NullMarked
package polyclinic.prescription.dispensing.handover;

import org.jspecify.annotations.NullMarked;
