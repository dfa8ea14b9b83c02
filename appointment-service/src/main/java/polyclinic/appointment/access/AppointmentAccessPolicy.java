package polyclinic.appointment.access;

import static polyclinic.commons.identity.Reach.ALL;
import static polyclinic.commons.identity.Reach.CARE;
import static polyclinic.commons.identity.Reach.NONE;
import static polyclinic.commons.identity.Reach.OWN;
import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.AUDITOR;
import static polyclinic.commons.identity.Roles.CASHIER;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.IMPORTER;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.AccessPolicy;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Reach;
import polyclinic.commons.identity.Scope;

/**
 * Whose records each role reaches, one line a role. {@code CARE} means a doctor's own: the appointments, queue entries and
 * encounters that are with them. Which operations a role has at all stands at the operation, in {@code @RolesAllowed}.
 */
public final class AppointmentAccessPolicy {
    /**
     * @param appointments who sees and changes appointments and the calendar that they are in
     * @param consultations who begins and ends a consultation
     * @param overbooking who may put an appointment on top of another one
     * @param contacts who is shown a doctor's email address and account
     */
    private record Row(
            String role,
            Reach appointments,
            Reach queue,
            Reach encounters,
            Reach consultations,
            Reach overbooking,
            Reach contacts) {}

    private static final List<Row> TABLE = List.of(
            // role, appointments, queue, encounters, consultations, overbooking, contacts
            new Row(PATIENT, OWN, NONE, OWN, NONE, NONE, NONE),
            new Row(RECEPTIONIST, ALL, ALL, NONE, NONE, NONE, ALL),
            new Row(NURSE, ALL, ALL, ALL, NONE, NONE, ALL),
            new Row(DOCTOR, CARE, CARE, CARE, CARE, NONE, ALL),
            new Row(PHARMACIST, NONE, NONE, NONE, NONE, NONE, ALL),
            new Row(LAB_TECHNICIAN, NONE, NONE, NONE, NONE, NONE, ALL),
            new Row(CASHIER, NONE, NONE, NONE, NONE, NONE, ALL),
            new Row(AUDITOR, NONE, NONE, NONE, NONE, NONE, NONE),
            new Row(ADMIN, ALL, ALL, ALL, ALL, ALL, ALL));

    private static final AccessPolicy APPOINTMENTS = column(Row::appointments);
    private static final AccessPolicy QUEUE = column(Row::queue).and(IMPORTER, ALL);
    private static final AccessPolicy ENCOUNTERS = column(Row::encounters);
    private static final AccessPolicy CONSULTATIONS = column(Row::consultations);
    private static final AccessPolicy OVERBOOKING = column(Row::overbooking);
    private static final AccessPolicy CONTACTS = column(Row::contacts).and(IMPORTER, ALL);

    private AppointmentAccessPolicy() {}

    private static AccessPolicy column(Function<Row, Reach> resource) {
        return AccessPolicy.of(TABLE.stream().collect(Collectors.toMap(Row::role, resource)));
    }

    public static Scope appointments(Caller caller) {
        return APPOINTMENTS.scope(caller);
    }

    public static Scope queue(Caller caller) {
        return QUEUE.scope(caller);
    }

    public static Scope encounters(Caller caller) {
        return ENCOUNTERS.scope(caller);
    }

    /** Whether a scope of appointments is that of the clinic's staff; patients follow stricter rules. */
    public static boolean isStaff(Scope appointments) {
        return appointments.match(
                () -> true, patient -> false, doctor -> true, (patient, doctor) -> false, () -> false);
    }

    /**
     * The half of a scope that reaches a record with this doctor: who is a doctor and a patient has a doctor's rights in their
     * own calendar, and a patient's rights in all others.
     *
     * @param doctorSubject the account of the record's doctor, or null while the doctor has none
     */
    public static Scope towards(Scope appointments, @Nullable String doctorSubject) {
        return appointments.match(
                () -> appointments,
                patient -> appointments,
                doctor -> appointments,
                (patient, doctor) ->
                        doctor.equals(doctorSubject) ? new Scope.InCareOf(doctor) : new Scope.OwnPatient(patient),
                () -> appointments);
    }

    public static Scope consultations(Caller caller) {
        return CONSULTATIONS.scope(caller);
    }

    public static boolean mayOverbook(Caller caller) {
        return OVERBOOKING.grants(caller);
    }

    public static boolean mayContactDoctors(Caller caller) {
        return CONTACTS.grants(caller);
    }
}
