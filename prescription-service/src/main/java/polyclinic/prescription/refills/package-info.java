/** Refills: a prescription that was dispensed may be dispensed again as often as the doctor allowed. */
@NullMarked
package polyclinic.prescription.refills;

import org.jspecify.annotations.NullMarked;
