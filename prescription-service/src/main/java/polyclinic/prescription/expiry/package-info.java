/** Issued prescriptions end by themselves when their time is over. */
@NullMarked
package polyclinic.prescription.expiry;

import org.jspecify.annotations.NullMarked;
