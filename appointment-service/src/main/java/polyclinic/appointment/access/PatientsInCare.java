package polyclinic.appointment.access;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.UnknownPatient;
import polyclinic.commons.access.care.CareConfig;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.messaging.OutboxMessage;

/**
 * Appointments and places in a queue put a patient into a doctor's care, in every service. So nobody makes by them the fact that
 * authorises themselves: a doctor makes them for patients only whom they have in care already. A doctor with a wider role beside
 * (a receptionist in one person) may, and the care is marked as self-made. Emergency access does not count: it would turn hours
 * into a year.
 */
@ApplicationScoped
public class PatientsInCare {
    /** By the rule of {@code commons/access}: patient, doctor, since when a visit counts, since when a missed one does. */
    private static final String IN_CARE = """
            (exists (select from appointment a
                      where a.patient_id = %1$s and a.doctor_id = %2$s and a.status <> 'CANCELLED'
                        and a.starts_at > case a.status when 'NO_SHOW' then cast(%4$s as timestamptz)
                                          else cast(%3$s as timestamptz) end)
             or exists (select from queue_entry q
                         where q.patient_id = %1$s and q.doctor_id = %2$s and q.status <> 'CANCELLED'
                           and q.appointment_id is null and q.created_at > cast(%3$s as timestamptz)))""";

    private final Audit audit;
    private final Duration careLasts;
    private final Duration careLastsAfterNoShow;

    PatientsInCare(Audit audit, CareConfig config) {
        this.audit = audit;
        this.careLasts = config.careLasts();
        this.careLastsAfterNoShow = config.careLastsAfterNoShow();
    }

    /** The condition, for a statement of a feature's own, of these expressions. */
    public static String condition(String patient, String doctor, String visitsFrom, String missedFrom) {
        return IN_CARE.formatted(patient, doctor, visitsFrom, missedFrom);
    }

    /** Since when a visit counts. */
    public Instant visitsFrom(Instant now) {
        return now.minus(careLasts);
    }

    /** Since when an appointment that the patient missed counts. */
    public Instant missedFrom(Instant now) {
        return now.minus(careLastsAfterNoShow);
    }

    /**
     * Whether the care that the caller is about to make is self-made; fails with {@link UnknownPatient} when they may not make
     * it. Must be called in a session.
     *
     * @param scope whose records the caller reaches by the operation
     * @param doctorSubject the account of the doctor in whose care the patient will be
     */
    public Uni<Boolean> requireMaking(
            Scope scope, Caller caller, UUID patientId, UUID doctorId, @Nullable String doctorSubject, Instant now) {
        if (!caller.subject().equals(doctorSubject)) return Uni.createFrom().item(false);
        return includes(patientId, doctorId, now).map(inCare -> requireMaking(scope, patientId, inCare));
    }

    /** The same, when the doctor is the caller and it is known whether they have the patient in care. */
    public static boolean requireMaking(Scope scope, UUID patientId, boolean inCare) {
        if (inCare) return false;
        boolean mayMake = scope.match(
                () -> true, patientId::equals, doctor -> false, (own, doctor) -> own.equals(patientId), () -> false);
        if (!mayMake) throw new UnknownPatient(patientId);
        return true;
    }

    /** Tells the auditor of care that is self-made, beside the entry of the change that makes it. */
    public OutboxMessage selfMadeEntry(String entityType, UUID entityId, UUID patientId) {
        return audit.message(audit.entry("care_self_made", entityType, entityId, patientId)
                .withReason("The doctor put the patient into their own care, by another role."));
    }

    private Uni<Boolean> includes(UUID patientId, UUID doctorId, Instant now) {
        return Panache.getSession().chain(session -> session.createNativeQuery(
                        "select " + condition(":patient", ":doctor", ":visitsFrom", ":missedFrom"), Boolean.class)
                .setParameter("patient", patientId)
                .setParameter("doctor", doctorId)
                .setParameter("visitsFrom", visitsFrom(now))
                .setParameter("missedFrom", missedFrom(now))
                .getSingleResult());
    }
}
