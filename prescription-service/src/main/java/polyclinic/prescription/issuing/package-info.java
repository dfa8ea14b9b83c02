/**
 * The process that issues a prescription: {@link polyclinic.prescription.issuing.IssuanceResource} takes the request,
 * {@link polyclinic.prescription.issuing.PrescriptionIssuance} checks it and begins an attempt,
 * {@link polyclinic.prescription.issuing.IssuingScheduler} finds attempts to work on,
 * {@link polyclinic.prescription.issuing.IssuingProcess} advances each as far as possible, and
 * {@link polyclinic.prescription.issuing.AttemptCompletion} ends it.
 */
@NullMarked
package polyclinic.prescription.issuing;

import org.jspecify.annotations.NullMarked;
