package polyclinic.billing.access;

import static polyclinic.commons.identity.Reach.ALL;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import polyclinic.commons.identity.AccessPolicy;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Reach;
import polyclinic.commons.identity.Scope;

/**
 * Whose money each role reaches, one line a role. Which operations a role has at all stands at the operation, in
 * {@code @RolesAllowed}. Who treats patients needs nothing of what they owe.
 */
final class BillingAccessPolicy {
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

    private static final AccessPolicy ACCOUNTS = column(Row::accounts);

    private BillingAccessPolicy() {}

    private static AccessPolicy column(Function<Row, Reach> resource) {
        return AccessPolicy.of(TABLE.stream().collect(Collectors.toMap(Row::role, resource)));
    }

    /** Whose invoices, payments and statements the caller sees. */
    public static Scope accounts(Caller caller) {
        return ACCOUNTS.scope(caller);
    }
}
