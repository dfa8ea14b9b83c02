package polyclinic.prescription.documents;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.prescription.background.DuplicatedContextRunner;
import polyclinic.prescription.prescriptions.PrescribedItem;
import polyclinic.prescription.prescriptions.Prescription;
import polyclinic.prescription.projections.appointments.AppointmentLookup;
import polyclinic.prescription.projections.appointments.KnownAppointments;
import polyclinic.prescription.projections.appointments.KnownDoctor;
import polyclinic.prescription.projections.appointments.KnownDoctors;
import polyclinic.prescription.projections.patients.PatientIdentities;
import polyclinic.prescription.projections.patients.PatientIdentity;
import polyclinic.prescription.projections.patients.PatientLookup;

/** Creates the document of a prescription: gathers its content, has it laid out and signed. */
@ApplicationScoped
public class PrescriptionDocumentFactory {
    private final PatientIdentities patients;
    private final PatientLookup patientLookup;
    private final KnownDoctors doctors;
    private final KnownAppointments appointments;
    private final AppointmentLookup appointmentLookup;
    private final ClinicConfig clinic;
    private final PrescriptionPdf pdf;
    private final PrescriptionSigner signer;

    PrescriptionDocumentFactory(
            PatientIdentities patients,
            PatientLookup patientLookup,
            KnownDoctors doctors,
            KnownAppointments appointments,
            AppointmentLookup appointmentLookup,
            ClinicConfig clinic,
            PrescriptionPdf pdf,
            PrescriptionSigner signer) {
        this.patients = patients;
        this.patientLookup = patientLookup;
        this.doctors = doctors;
        this.appointments = appointments;
        this.appointmentLookup = appointmentLookup;
        this.clinic = clinic;
        this.pdf = pdf;
        this.signer = signer;
    }

    /** Fetches missing names that the document needs; called during the doctor's request, because owners are asked in its name. */
    public Uni<Void> prepare(Prescription prescription) {
        return appointmentLookup
                .prepareDoctor(prescription.doctorId())
                .chain(() -> patientLookup.prepare(prescription.patientId()));
    }

    /** Returns the unsigned document; fails with {@link NameUnknown} while a name on it is not known. */
    public Uni<byte[]> render(Prescription prescription, Instant issuedAt) {
        return document(prescription, issuedAt)
                .chain(document -> DuplicatedContextRunner.compute(() -> pdf.render(document)));
    }

    public Uni<byte[]> sign(byte[] unsigned) {
        return DuplicatedContextRunner.compute(() -> signer.sign(unsigned));
    }

    private Uni<PrescriptionDocument> document(Prescription prescription, Instant issuedAt) {
        return patients.find(prescription.patientId())
                .onItem()
                .ifNull()
                .failWith(() -> new NameUnknown("patient"))
                .chain(patient -> doctors.find(prescription.doctorId()).chain(doctor -> doctorName(
                                doctor, prescription.context().appointmentId())
                        .map(name -> document(prescription, issuedAt, patient, doctor, name))));
    }

    private Uni<String> doctorName(@Nullable KnownDoctor doctor, @Nullable UUID appointmentId) {
        if (doctor != null) return Uni.createFrom().item(doctor.title());
        if (appointmentId == null) return Uni.createFrom().failure(new NameUnknown("doctor"));
        return appointments
                .find(appointmentId)
                .onItem()
                .ifNull()
                .failWith(() -> new NameUnknown("doctor"))
                .map(appointment -> appointment.doctorName());
    }

    private PrescriptionDocument document(
            Prescription prescription,
            Instant issuedAt,
            PatientIdentity patient,
            @Nullable KnownDoctor doctor,
            String doctorName) {
        return new PrescriptionDocument(
                prescription.id(),
                verificationAddress(prescription),
                issuedAt.atZone(zone(doctor)).toLocalDate(),
                patient.name(),
                patient.birth(),
                patient.uhid(),
                doctorName,
                doctor == null ? null : doctor.specialty(),
                doctor == null ? null : doctor.licenseNumber(),
                prescription.prescribedItems().stream()
                        .map(PrescriptionDocumentFactory::line)
                        .toList(),
                prescription.notes());
    }

    /** A paper is dated where it is written; what is not known of the doctor is the clinic's. */
    private ZoneId zone(@Nullable KnownDoctor doctor) {
        return doctor == null ? clinic.timeZone() : doctor.zone().orElseGet(clinic::timeZone);
    }

    /** Of an attempt that began before there were tokens it is the id, as it was then. */
    private String verificationAddress(Prescription prescription) {
        String token = prescription.verificationToken();
        return token == null
                ? prescription.id().toString()
                : clinic.publicUrl().replaceAll("/+$", "") + "/api/v1/verify/" + token;
    }

    private static PrescriptionDocument.Line line(PrescribedItem item) {
        return new PrescriptionDocument.Line(
                item.knownMedication().name(),
                item.dose(),
                item.route(),
                item.frequency(),
                item.durationDays(),
                item.unit() == null
                        ? item.quantity().toPlainString()
                        : item.quantity().toPlainString() + " " + item.unit(),
                item.refills() == null ? 0 : item.refills(),
                item.instructions());
    }

    /** The event with the name has not arrived yet; the step is tried again. */
    static final class NameUnknown extends IOException {
        NameUnknown(String whose) {
            super("the name of the " + whose + " is not known yet");
        }
    }
}
