/** A dispense is prepared: what may be dispensed, from which batches, and the statement that makes all of it so. */
@NullMarked
package polyclinic.prescription.dispensing.preparation;

import org.jspecify.annotations.NullMarked;
