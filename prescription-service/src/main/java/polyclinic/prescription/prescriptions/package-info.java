/** Prescriptions: what they are, who finds which, how they are read. Writing, issuing and cancelling are features of their own. */
@NullMarked
package polyclinic.prescription.prescriptions;

import org.jspecify.annotations.NullMarked;
