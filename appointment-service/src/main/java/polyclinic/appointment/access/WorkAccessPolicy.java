package polyclinic.appointment.access;

import static polyclinic.commons.identity.Reach.ALL;
import static polyclinic.commons.identity.Reach.CARE;
import static polyclinic.commons.identity.Reach.NONE;
import static polyclinic.commons.identity.Reach.OWN;
import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.AUDITOR;
import static polyclinic.commons.identity.Roles.CASHIER;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import polyclinic.commons.identity.AccessPolicy;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Reach;
import polyclinic.commons.identity.Scope;

/** Whose orders each role reaches, and of which patients the work that concerns it may be: one line a role. */
public final class WorkAccessPolicy {
    /**
     * @param orders whose orders the role sees; who performs some sees those beside
     * @param work of which patients the tasks and alerts may be that are meant for the role
     * @param placing for whom the role places and cancels orders
     */
    private record Row(String role, Reach orders, Reach work, Reach placing) {}

    private static final List<Row> TABLE = List.of(
            // role, orders, work, placing
            new Row(PATIENT, OWN, NONE, NONE),
            new Row(RECEPTIONIST, NONE, ALL, NONE),
            new Row(NURSE, ALL, ALL, NONE),
            new Row(DOCTOR, CARE, CARE, CARE),
            new Row(PHARMACIST, NONE, ALL, NONE),
            new Row(LAB_TECHNICIAN, NONE, ALL, NONE),
            new Row(CASHIER, NONE, ALL, NONE),
            new Row(AUDITOR, NONE, ALL, NONE),
            new Row(ADMIN, ALL, ALL, ALL));

    private static final AccessPolicy ORDERS = column(Row::orders);
    private static final AccessPolicy PLACING = column(Row::placing);

    private WorkAccessPolicy() {}

    private static AccessPolicy column(Function<Row, Reach> resource) {
        return AccessPolicy.of(TABLE.stream().collect(Collectors.toMap(Row::role, resource)));
    }

    public static Scope orders(Caller caller) {
        return ORDERS.scope(caller);
    }

    public static Scope placing(Caller caller) {
        return PLACING.scope(caller);
    }

    /** Whether the caller sees and does all work, whosever it is. */
    public static boolean isInCharge(Caller caller) {
        return caller.is(ADMIN);
    }

    /** Those of the caller's roles that do their work for whichever patient, in upper case as columns have them. */
    static List<String> unrestricted(Caller caller) {
        return held(caller, ALL);
    }

    /** Whether the caller has a role that does its work for patients in care alone. */
    static boolean isByCare(Caller caller) {
        return !held(caller, CARE).isEmpty();
    }

    private static List<String> held(Caller caller, Reach reach) {
        return TABLE.stream()
                .filter(row -> row.work() == reach && caller.is(row.role()))
                .map(row -> row.role().toUpperCase(Locale.ROOT))
                .toList();
    }
}
