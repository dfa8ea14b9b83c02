package polyclinic.prescription.verification;

import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What may be said of a prescription to whoever holds its paper: nothing about the patient.
 *
 * @param status as in the prescription, for example {@code issued} or {@code cancelled}
 * @param issuedOn where the doctor is, as on the paper
 * @param sha256 of the signed document, in hexadecimal digits
 */
@Schema(name = "PaperVerification")
record VerificationView(String status, LocalDate issuedOn, String sha256) {}
