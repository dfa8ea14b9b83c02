package polyclinic.prescription.projections.appointments;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import polyclinic.commons.access.OwnerLookup;
import polyclinic.commons.access.OwnerUnavailable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.prescription.clients.AppointmentsClient;
import polyclinic.prescription.projections.appointments.CareContext.OfAppointment;
import polyclinic.prescription.projections.appointments.CareContext.OfEncounter;

/**
 * Asks appointment-service in the caller's name where this service's database lacks an answer or may be behind, and saves the
 * answer. Must not be called inside a transaction.
 */
@ApplicationScoped
public class AppointmentLookup {
    private static final String OWNER = "appointment-service";

    private final KnownAppointments appointments;
    private final KnownWalkIns walkIns;
    private final KnownDoctors doctors;
    private final AppointmentsClient client;
    private final CurrentCaller caller;

    AppointmentLookup(
            KnownAppointments appointments,
            KnownWalkIns walkIns,
            KnownDoctors doctors,
            @RestClient AppointmentsClient client,
            CurrentCaller caller) {
        this.appointments = appointments;
        this.walkIns = walkIns;
        this.doctors = doctors;
        this.client = client;
        this.caller = caller;
    }

    /**
     * Makes sure that a context is known before a prescription is written in it. A context that looks closed is asked for too: the
     * event that opened it may not have arrived. Fails with {@link OwnerUnavailable} when it is unknown and the owner does not
     * answer.
     *
     * @return the same context; for the encounter of an appointment, the appointment
     */
    public Uni<CareContext.Reference> prepare(CareContext.Reference reference) {
        if (reference instanceof OfEncounter encounter) return prepareEncounter(encounter);
        return prepareAppointment(((OfAppointment) reference).id()).replaceWith(reference);
    }

    /**
     * Makes sure that a context in which something has been written is known: a restatement takes back what only an answer of the owner
     * had told, until its event arrives. Fails with {@link OwnerUnavailable} when it is unknown and the owner does not answer.
     */
    public Uni<Void> ensureKnown(CareContext.Reference reference) {
        Uni<?> known = reference instanceof OfEncounter encounter
                ? walkIns.find(encounter.id())
                : appointments.find(((OfAppointment) reference).id());
        return known.chain(found ->
                found != null ? Uni.createFrom().voidItem() : prepare(reference).replaceWithVoid());
    }

    /** Makes sure that a doctor's name and licence are known for a document; does nothing when the owner does not answer. */
    public Uni<Void> prepareDoctor(UUID doctorId) {
        return doctors.find(doctorId).chain(known -> {
            if (known != null || caller.bearer() == null)
                return Uni.createFrom().voidItem();
            return OwnerLookup.ask(OWNER, client.doctor(authorization(), doctorId))
                    .chain(answer -> answer.map(doctor -> doctors.save(List.of(known(doctor))))
                            .orElseGet(() -> Uni.createFrom().voidItem()))
                    .onFailure(OwnerUnavailable.class)
                    .recoverWithNull();
        });
    }

    private Uni<Void> prepareAppointment(UUID id) {
        return appointments.find(id).chain(known -> {
            boolean isSettled = known != null && known.isOpen() || caller.bearer() == null;
            return isSettled ? Uni.createFrom().voidItem() : refresh(id, known != null);
        });
    }

    private Uni<Void> refresh(UUID appointmentId, boolean isKnown) {
        return OwnerLookup.ask(OWNER, client.appointment(authorization(), appointmentId))
                .chain(answer -> answer.map(appointment -> appointments.save(List.of(known(appointment))))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .onFailure(failure -> isKnown && failure instanceof OwnerUnavailable)
                .recoverWithNull();
    }

    private Uni<CareContext.Reference> prepareEncounter(OfEncounter encounter) {
        return walkIns.find(encounter.id()).chain(known -> {
            boolean isSettled = known != null && known.isOpen() || caller.bearer() == null;
            return isSettled ? Uni.createFrom().item(encounter) : refresh(encounter, known != null);
        });
    }

    private Uni<CareContext.Reference> refresh(OfEncounter reference, boolean isKnown) {
        Uni<CareContext.Reference> same = Uni.createFrom().item(reference);
        return OwnerLookup.ask(OWNER, client.encounter(authorization(), reference.id()))
                .chain(answer ->
                        answer.map(encounter -> resolve(encounter, reference)).orElse(same))
                .onFailure(failure -> isKnown && failure instanceof OwnerUnavailable)
                .recoverWithUni(same);
    }

    private Uni<CareContext.Reference> resolve(AppointmentsClient.Encounter encounter, OfEncounter reference) {
        if (encounter.appointmentId() != null) return prepare(new OfAppointment(encounter.appointmentId()));
        return refreshWalkIn(encounter).replaceWith(reference);
    }

    /** The version that orders events is in the queue entry, not in the encounter; the account is in the doctor. */
    private Uni<Void> refreshWalkIn(AppointmentsClient.Encounter encounter) {
        if (encounter.queueEntryId() == null) return Uni.createFrom().voidItem();
        return OwnerLookup.ask(OWNER, client.queueEntry(authorization(), encounter.queueEntryId()))
                .chain(entry -> OwnerLookup.ask(OWNER, client.doctor(authorization(), encounter.doctorId()))
                        .chain(doctor -> entry.isEmpty() || doctor.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : save(entry.get(), doctor.get())));
    }

    private Uni<Void> save(AppointmentsClient.QueueEntry entry, AppointmentsClient.Doctor doctor) {
        if (doctor.subject() == null) return Uni.createFrom().voidItem();
        KnownWalkIn walkIn = new KnownWalkIn(
                entry.id(),
                entry.version(),
                entry.patientId(),
                entry.doctorId(),
                doctor.subject(),
                entry.encounterId(),
                entry.status());
        return doctors.save(List.of(known(doctor))).chain(() -> walkIns.save(List.of(walkIn)));
    }

    private String authorization() {
        return "Bearer " + caller.bearer();
    }

    private static KnownAppointment known(AppointmentsClient.Appointment appointment) {
        return new KnownAppointment(
                appointment.id(),
                appointment.version(),
                appointment.patientId(),
                appointment.doctorId(),
                appointment.doctorSubject(),
                appointment.doctorName(),
                appointment.start(),
                appointment.status());
    }

    private static KnownDoctor known(AppointmentsClient.Doctor doctor) {
        return new KnownDoctor(
                doctor.id(),
                doctor.version(),
                doctor.givenName(),
                doctor.familyName(),
                doctor.specialty(),
                doctor.licenseNumber(),
                doctor.timeZone());
    }
}
