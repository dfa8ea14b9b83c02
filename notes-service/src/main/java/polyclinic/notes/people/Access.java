package polyclinic.notes.people;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
import static polyclinic.commons.identity.Roles.NURSE;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.NotFound;

/**
 * Whose clinical content a caller may see or add to: a patient their own, a doctor those in care, nurses and
 * administrators all, a laboratory all but only its results. A role without clinical content, such as the reception's,
 * adds nothing to what the caller's other roles allow.
 */
@ApplicationScoped
public class Access {
    private static final UUID NOBODY = new UUID(0, 0);

    private final Care care;
    private final KnownPatients known;

    Access(Care care, KnownPatients known) {
        this.care = care;
        this.known = known;
    }

    /** Whether the caller sees only what a patient sees: nothing unfinished. */
    public static boolean asPatient(Caller caller) {
        return !caller.is(NURSE, DOCTOR, ADMIN, LAB_TECHNICIAN);
    }

    /** Whether the caller sees laboratory results and no other clinical content. */
    public static boolean asLaboratory(Caller caller) {
        return caller.is(LAB_TECHNICIAN) && !caller.is(NURSE, DOCTOR, ADMIN);
    }

    /**
     * For lists.
     *
     * @param patientId the patient asked for, or null
     */
    public Uni<Reach> reach(UUID patientId, Caller caller) {
        if (asPatient(caller))
            return Uni.createFrom().item(Reach.only(own(caller)).narrowed(patientId));
        if (!asDoctor(caller)) return Uni.createFrom().item(Reach.ALL.narrowed(patientId));
        if (patientId == null) return care.patientsOf(caller.subject()).map(Reach::new);
        return care.covers(caller.subject(), patientId).map(covered -> covered ? Reach.only(patientId) : Reach.NONE);
    }

    /** For one thing: fails with 404 when it belongs to a patient beyond the caller's reach. */
    public Uni<Void> see(String what, UUID patientId, Caller caller) {
        return reach(patientId, caller).map(reach -> {
            if (!reach.has(patientId)) throw new NotFound(what);
            return null;
        });
    }

    /** Fails with 422 when there is no such patient or, which must look the same, none in the doctor's care. */
    public Uni<Void> write(UUID patientId, Caller caller) {
        return there(patientId, caller).map(there -> {
            if (!there) throw new UnknownPatient();
            return null;
        });
    }

    /** Whether there is such a patient as far as the caller may know. */
    public Uni<Boolean> there(UUID patientId, Caller caller) {
        if (asPatient(caller)) return Uni.createFrom().item(patientId.equals(own(caller)));
        if (asDoctor(caller)) return care.covers(caller.subject(), patientId);
        return known.knows(patientId);
    }

    private static boolean asDoctor(Caller caller) {
        return caller.is(DOCTOR) && !caller.is(NURSE, ADMIN);
    }

    /** The caller's own patient id; an account that is linked to no patient sees nobody. */
    private static UUID own(Caller caller) {
        return caller.patientId() == null ? NOBODY : caller.patientId();
    }
}
