package polyclinic.billing.access;

import static polyclinic.commons.identity.Reach.ALL;
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
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.AccessPolicy;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Reach;
import polyclinic.commons.identity.Scope;

/**
 * Whose money each role reaches, one line a role. Which operations a role has at all stands at the operation, in
 * {@code @RolesAllowed}. Who treats patients needs nothing of what they owe.
 */
public final class BillingAccessPolicy {
    /** @param accounts who sees invoices, payments and statements, and changes them where the operation is theirs */
    private record Row(String role, Reach accounts) {}

    private static final List<Row> TABLE = List.of(
            // role, accounts
            new Row(PATIENT, OWN),
            new Row(RECEPTIONIST, NONE),
            new Row(NURSE, NONE),
            new Row(DOCTOR, NONE),
            new Row(PHARMACIST, NONE),
            new Row(LAB_TECHNICIAN, NONE),
            new Row(CASHIER, ALL),
            new Row(AUDITOR, NONE),
            new Row(ADMIN, ALL));

    private static final AccessPolicy ACCOUNTS = column(Row::accounts).and(IMPORTER, ALL);

    private BillingAccessPolicy() {}

    private static AccessPolicy column(Function<Row, Reach> resource) {
        return AccessPolicy.of(TABLE.stream().collect(Collectors.toMap(Row::role, resource)));
    }

    /** Whose invoices, payments and statements the caller sees. */
    public static Scope accounts(Caller caller) {
        return ACCOUNTS.scope(caller);
    }

    /** Whether a scope reaches a patient; true when none is asked for. */
    public static boolean reaches(Scope scope, @Nullable UUID patientId) {
        return patientId == null
                || scope.match(
                        () -> true,
                        own -> own.equals(patientId),
                        doctor -> false,
                        (own, doctor) -> own.equals(patientId),
                        () -> false);
    }

    /** Whether a drawer is the caller's to use and close: their own, or any for an administrator. */
    public static boolean mayUseDrawer(Caller caller, String cashier) {
        return caller.is(ADMIN) || caller.subject().equals(cashier);
    }
}
