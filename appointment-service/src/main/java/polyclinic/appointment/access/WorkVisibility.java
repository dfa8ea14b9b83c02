package polyclinic.appointment.access;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.UnknownPatient;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.values.Ids;

/**
 * The conditions on the rows {@code w} of orders, tasks and alerts that a caller sees. Work is seen by those whom it is meant for, and only while
 * they may see its patient: a doctor who was given a task does not learn by it of a patient whom they have not in care.
 */
@ApplicationScoped
public class WorkVisibility {
    private static final String NOBODY = "1 = 0";

    /** A quarter of a year, as with invoices. */
    private static final Duration RECENT = Duration.ofDays(92);

    private final PatientsInCare care;
    private final Clock clock;

    WorkVisibility(PatientsInCare care, Clock clock) {
        this.care = care;
        this.clock = clock;
    }

    /** Whether the patient {@code %s} is in the caller's care, by a visit or in an emergency. */
    private static final String IN_CARE = """
            (exists (select from doctor d where d.subject = :me and %s)
             or exists (select from emergency_access e
                         where e.patient_id = %s and e.subject = :me and e.until > now()))""";

    private static String inCare(String patient) {
        return IN_CARE.formatted(PatientsInCare.condition(patient, "d.id", ":visitsFrom", ":missedFrom"), patient);
    }

    private ScopedQuery where(List<String> alternatives, Caller caller) {
        String condition = alternatives.isEmpty() ? NOBODY : "(" + String.join(" or ", alternatives) + ")";
        ScopedQuery query = ScopedQuery.where(condition);
        Instant now = clock.instant();
        if (condition.contains(":me")) query.with("me", caller.subject());
        if (condition.contains(":visitsFrom"))
            query.with("visitsFrom", care.visitsFrom(now)).with("missedFrom", care.missedFrom(now));
        return query;
    }

    /** Tasks: of who is to do them, of their role, of who made them. */
    public ScopedQuery tasks(Caller caller) {
        return tasks(caller, "w.assignee = :me or w.created_by = :me");
    }

    /** Those of them that the caller may do: who only made a task does not do it. */
    public ScopedQuery tasksToDo(Caller caller) {
        return tasks(caller, "w.assignee = :me");
    }

    private ScopedQuery tasks(Caller caller, String mine) {
        List<String> alternatives = new ArrayList<>();
        List<String> unrestricted = WorkAccessPolicy.unrestricted(caller);
        if (WorkAccessPolicy.isInCharge(caller)) alternatives.add("1 = 1");
        else if (!unrestricted.isEmpty())
            alternatives.add("(%s or w.role in (%s))".formatted(mine, list(unrestricted)));
        if (WorkAccessPolicy.isByCare(caller))
            alternatives.add("((%s or w.role = 'DOCTOR') and (w.patient_id is null or %s))"
                    .formatted(mine, inCare("w.patient_id")));
        return where(alternatives, caller);
    }

    /** Alerts: of the roles and people whom they concern, and of the doctor whose work they are about, who has the patient in care. */
    public ScopedQuery alerts(Caller caller) {
        List<String> alternatives = new ArrayList<>();
        List<String> unrestricted = WorkAccessPolicy.unrestricted(caller);
        if (WorkAccessPolicy.isInCharge(caller)) alternatives.add("1 = 1");
        else if (!unrestricted.isEmpty())
            alternatives.add("(w.roles && array[%s] or :me = any(w.subjects))".formatted(list(unrestricted)));
        if (WorkAccessPolicy.isByCare(caller)) {
            String mine = "w.doctor_id in (select d.id from doctor d where d.subject = :me)";
            alternatives.add(
                    "((%s or 'DOCTOR' = any(w.roles) or :me = any(w.subjects)) and (w.patient_id is null or %s))"
                            .formatted(mine, inCare("w.patient_id")));
        }
        return where(alternatives, caller);
    }

    /** Orders: the caller's own as a patient, those of patients in care, those that the caller's role performs. Who placed one sees it as others do. */
    public ScopedQuery orders(Caller caller) {
        return orders(caller, WorkAccessPolicy.orders(caller));
    }

    /** Those of them that the caller may start and complete: their role's; doctors and administrators see to it that it is done. */
    public ScopedQuery ordersToPerform(Caller caller) {
        return orders(caller, WorkAccessPolicy.placing(caller));
    }

    private ScopedQuery orders(Caller caller, Scope scope) {
        List<String> alternatives = new ArrayList<>(scope.<List<String>>match(
                () -> List.of("1 = 1"),
                own -> List.of("w.patient_id = :own"),
                doctor -> List.of(inCare("w.patient_id")),
                (own, doctor) -> List.of("w.patient_id = :own", inCare("w.patient_id")),
                List::of));
        List<String> performing = WorkAccessPolicy.unrestricted(caller);
        if (!performing.isEmpty()) alternatives.add("w.performer_role in (%s)".formatted(list(performing)));
        ScopedQuery query = where(alternatives, caller);
        UUID own = scope.patientId();
        return own == null ? query : query.with("own", own);
    }

    /** In the open session: fails with {@link UnknownPatient} unless the caller may place orders for this patient. */
    public Uni<Void> requirePlacing(Caller caller, UUID patientId) {
        return WorkAccessPolicy.placing(caller)
                .match(
                        () -> Uni.createFrom().item(true),
                        own -> Uni.createFrom().item(false),
                        doctor -> inCare(caller, patientId),
                        (own, doctor) -> inCare(caller, patientId),
                        () -> Uni.createFrom().item(false))
                .invoke(may -> {
                    if (!may) throw new UnknownPatient(patientId);
                })
                .replaceWithVoid();
    }

    /** In a session: whether the work for this patient may be the caller's to see, by any of their roles. */
    public Uni<Boolean> reaches(Caller caller, UUID patientId) {
        if (!WorkAccessPolicy.unrestricted(caller).isEmpty())
            return Uni.createFrom().item(true);
        return WorkAccessPolicy.isByCare(caller)
                ? inCare(caller, patientId)
                : Uni.createFrom()
                        .item(patientId.equals(WorkAccessPolicy.orders(caller).patientId()));
    }

    private Uni<Boolean> inCare(Caller caller, UUID patientId) {
        return decide(inCare(":patient"), caller.subject(), patientId);
    }

    /** In a session: false for the account of a doctor who has not the patient in care. Of other accounts no roles are known here. */
    public Uni<Boolean> mayLearnOf(String subject, UUID patientId) {
        String noDoctor = "not exists (select from doctor d where d.subject = :me)";
        return decide(noDoctor + " or " + inCare(":patient"), subject, patientId);
    }

    private Uni<Boolean> decide(String condition, String subject, UUID patientId) {
        Instant now = clock.instant();
        return Panache.getSession().chain(session -> session.createNativeQuery("select " + condition, Boolean.class)
                .setParameter("me", subject)
                .setParameter("patient", patientId)
                .setParameter("visitsFrom", care.visitsFrom(now))
                .setParameter("missedFrom", care.missedFrom(now))
                .getSingleResult());
    }

    /** Rows with a status, or any. It is written out, as a parameter would hide from the planner that an index of open work is enough. */
    public static String hasStatus(@Nullable Enum<?> status) {
        return status == null ? "1 = 1" : "w.status = '" + status.name() + "'";
    }

    /**
     * For lists of which nothing says of whom they are or that they are open: there are more of those every day, so they are of the last
     * quarter of a year. Ids are made in the order of time.
     */
    public void recentOnly(ScopedQuery query) {
        query.and("w.id >= :since").with("since", Ids.earliest(clock.instant().minus(RECENT)));
    }

    /** In a session: rows of a table that a condition lets through. @param tail what follows the condition */
    public static <T> Uni<List<T>> rows(String select, ScopedQuery query, String tail, Class<T> type, int limit) {
        return Panache.getSession().chain(session -> {
            var rows = session.createNativeQuery(select + " where " + query.conditions() + tail, type);
            query.parameters().forEach(rows::setParameter);
            return rows.setMaxResults(limit).getResultList();
        });
    }

    /** The roles are constants of a table, no text of a client's. */
    private static String list(List<String> roles) {
        return roles.stream().map(role -> "'" + role + "'").collect(Collectors.joining(", "));
    }
}
