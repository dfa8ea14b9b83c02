/** The formulary: the medicines that the clinic prescribes and dispenses. */
@NullMarked
package polyclinic.prescription.formulary;

import org.jspecify.annotations.NullMarked;
