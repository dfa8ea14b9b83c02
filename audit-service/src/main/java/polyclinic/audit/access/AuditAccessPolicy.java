package polyclinic.audit.access;

import static java.util.Map.entry;
import static polyclinic.commons.identity.Reach.ALL;
import static polyclinic.commons.identity.Reach.NONE;
import static polyclinic.commons.identity.Reach.OWN;

import java.util.Map;
import java.util.Map.Entry;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.AccessPolicy;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Reach;
import polyclinic.commons.identity.Roles;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;

/** Who reads what of the trail. The operations repeat the roles in {@code @RolesAllowed}; a test compares the two. */
public final class AuditAccessPolicy {
    /**
     * One role's line.
     *
     * @param entries entries, their proofs and the export
     * @param checkpoints checkpoints, public keys and verification
     * @param accessReport who opened or changed a patient's record
     * @param deadLetters messages that services have set aside, and what is to become of them
     * @param ownEvents what somebody does in pages, to report it
     * @param events what everybody does in pages, to read it
     */
    private record Line(
            Reach entries, Reach checkpoints, Reach accessReport, Reach deadLetters, Reach ownEvents, Reach events) {}

    private static final Map<String, Line> TABLE = Map.ofEntries(
            entry(Roles.AUDITOR, new Line(ALL, ALL, ALL, NONE, OWN, NONE)),
            entry(Roles.ADMIN, new Line(NONE, ALL, NONE, ALL, OWN, ALL)),
            entry(Roles.PATIENT, new Line(NONE, NONE, OWN, NONE, OWN, NONE)),
            entry(Roles.RECEPTIONIST, new Line(NONE, NONE, NONE, NONE, OWN, NONE)),
            entry(Roles.NURSE, new Line(NONE, NONE, NONE, NONE, OWN, NONE)),
            entry(Roles.DOCTOR, new Line(NONE, NONE, NONE, NONE, OWN, NONE)),
            entry(Roles.PHARMACIST, new Line(NONE, NONE, NONE, NONE, OWN, NONE)),
            entry(Roles.LAB_TECHNICIAN, new Line(NONE, NONE, NONE, NONE, OWN, NONE)),
            entry(Roles.CASHIER, new Line(NONE, NONE, NONE, NONE, OWN, NONE)));

    static final AccessPolicy ENTRIES = column(Line::entries);
    static final AccessPolicy CHECKPOINTS = column(Line::checkpoints);
    static final AccessPolicy ACCESS_REPORT = column(Line::accessReport);
    static final AccessPolicy DEAD_LETTERS = column(Line::deadLetters);
    static final AccessPolicy OWN_EVENTS = column(Line::ownEvents);
    static final AccessPolicy EVENTS = column(Line::events);

    private AuditAccessPolicy() {}

    /**
     * The patient whose accesses are reported: the caller themselves when it is a patient.
     *
     * @param asked the patient that the caller names, if any
     * @throws NotFound when the caller may not see that patient's
     * @throws Problem 422 when the caller sees everybody's and names nobody
     */
    public static UUID reportedPatient(Caller caller, @Nullable UUID asked) {
        return ACCESS_REPORT
                .scope(caller)
                .match(
                        () -> named(asked),
                        own -> own(own, asked),
                        doctor -> refused(),
                        (own, doctor) -> own(own, asked),
                        AuditAccessPolicy::refused);
    }

    private static UUID named(@Nullable UUID asked) {
        if (asked == null) throw Problem.invalid("patientId", "must be given");
        return asked;
    }

    private static UUID own(UUID own, @Nullable UUID asked) {
        if (asked != null && !asked.equals(own)) return refused();
        return own;
    }

    private static UUID refused() {
        throw new NotFound("patient");
    }

    private static AccessPolicy column(Function<Line, Reach> reach) {
        return AccessPolicy.of(TABLE.entrySet().stream()
                .collect(Collectors.toMap(Entry::getKey, line -> reach.apply(line.getValue()))));
    }
}
