package polyclinic.prescription.document;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * Everything that stands on a printed prescription.
 *
 * @param uhid the patient's number, or null
 * @param specialty of the doctor, or null
 * @param licenseNumber of the doctor, or null
 * @param date in the clinic's time zone
 */
public record PrescriptionPaper(
        UUID prescriptionId,
        LocalDate date,
        String patientName,
        LocalDate birthDate,
        String uhid,
        String doctorName,
        String specialty,
        String licenseNumber,
        List<Line> lines,
        String notes) {

    public record Line(
            String medication,
            String dose,
            String route,
            String frequency,
            int durationDays,
            int quantity,
            int refills,
            String instructions) {}
}
