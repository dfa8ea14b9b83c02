/** Prescriptions: the entity, its repository, its events and reads. Drafting, issuing and cancelling are features of their own. */
@NullMarked
package polyclinic.prescription.prescriptions;

import org.jspecify.annotations.NullMarked;
