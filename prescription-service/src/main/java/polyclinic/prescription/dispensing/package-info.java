/** Dispenses: medicines that were made ready for a patient, handed over, returned or taken back into stock. */
@NullMarked
package polyclinic.prescription.dispensing;

import org.jspecify.annotations.NullMarked;
