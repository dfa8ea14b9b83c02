/** Prescriptions against what is known of their patient: before they are issued, and again when something is new. */
@NullMarked
package polyclinic.prescription.screening;

import org.jspecify.annotations.NullMarked;
