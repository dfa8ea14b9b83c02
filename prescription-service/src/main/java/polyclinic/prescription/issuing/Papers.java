package polyclinic.prescription.issuing;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.util.UUID;
import polyclinic.prescription.appointments.KnownAppointments;
import polyclinic.prescription.appointments.KnownDoctor;
import polyclinic.prescription.document.ClinicConfig;
import polyclinic.prescription.document.PrescriptionPaper;
import polyclinic.prescription.document.PrescriptionPdf;
import polyclinic.prescription.orders.OrderedItem;
import polyclinic.prescription.orders.Prescription;
import polyclinic.prescription.orders.PrescriptionItem;
import polyclinic.prescription.orders.Prescriptions;
import polyclinic.prescription.patients.KnownPatient;
import polyclinic.prescription.patients.KnownPatients;
import polyclinic.prescription.signing.PdfSigner;

/** Makes the document: gathers what stands on it, sets it, signs it. */
@ApplicationScoped
class Papers {
    private final Prescriptions prescriptions;
    private final KnownPatients patients;
    private final KnownAppointments appointments;
    private final ClinicConfig clinic;
    private final PrescriptionPdf pdf;
    private final PdfSigner signer;
    private final Clock clock;

    Papers(
            Prescriptions prescriptions,
            KnownPatients patients,
            KnownAppointments appointments,
            ClinicConfig clinic,
            PrescriptionPdf pdf,
            PdfSigner signer,
            Clock clock) {
        this.prescriptions = prescriptions;
        this.patients = patients;
        this.appointments = appointments;
        this.clinic = clinic;
        this.pdf = pdf;
        this.signer = signer;
        this.clock = clock;
    }

    /** The unsigned document; fails with {@link NameUnknown} while nobody has told the patient's name. */
    Uni<byte[]> render(Run run) {
        return paper(run).chain(paper -> Background.compute(() -> pdf.render(paper)));
    }

    Uni<byte[]> sign(Run run) {
        return Background.compute(() -> signer.sign(run.document(), "Prescription issued", clock.instant()));
    }

    private Uni<PrescriptionPaper> paper(Run run) {
        return Panache.withSession(() -> prescriptions.whole(run.prescriptionId()))
                .chain(prescription -> patients.patient(prescription.patientId())
                        .onItem()
                        .ifNull()
                        .failWith(NameUnknown::new)
                        .chain(patient -> appointments
                                .doctor(prescription.doctorId())
                                .chain(doctor -> doctorName(doctor, prescription.appointmentId())
                                        .map(name -> paper(run, prescription, patient, doctor, name)))));
    }

    private Uni<String> doctorName(KnownDoctor doctor, UUID appointmentId) {
        if (doctor != null) return Uni.createFrom().item("Dr. " + doctor.givenName() + " " + doctor.familyName());
        return appointments.known(appointmentId).map(appointment -> appointment.doctorName());
    }

    private PrescriptionPaper paper(
            Run run, Prescription prescription, KnownPatient patient, KnownDoctor doctor, String doctorName) {
        return new PrescriptionPaper(
                prescription.id(),
                run.startedAt().atZone(clinic.timeZone()).toLocalDate(),
                patient.name(),
                patient.birthDate(),
                patient.uhid(),
                doctorName,
                doctor == null ? null : doctor.specialty(),
                doctor == null ? null : doctor.licenseNumber(),
                prescription.items().stream().map(Papers::line).toList(),
                prescription.notes());
    }

    private static PrescriptionPaper.Line line(PrescriptionItem item) {
        OrderedItem ordered = item.asOrdered();
        return new PrescriptionPaper.Line(
                ordered.medication().name(),
                ordered.dose(),
                ordered.route(),
                ordered.frequency(),
                ordered.durationDays(),
                ordered.quantity(),
                ordered.refills(),
                ordered.instructions());
    }

    /** The event with the patient's name is on its way: worth another try. */
    static final class NameUnknown extends IOException {
        NameUnknown() {
            super("the patient's name is not known yet");
        }
    }
}
