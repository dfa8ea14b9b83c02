package polyclinic.commons.identity;

import java.util.Set;

/** The realm's roles, as constants for {@code @RolesAllowed}. */
public final class Roles {
    public static final String PATIENT = "patient";
    public static final String RECEPTIONIST = "receptionist";
    public static final String NURSE = "nurse";
    public static final String DOCTOR = "doctor";
    public static final String PHARMACIST = "pharmacist";
    public static final String LAB_TECHNICIAN = "lab_technician";
    public static final String CASHIER = "cashier";
    public static final String AUDITOR = "auditor";
    public static final String ADMIN = "admin";
    /** A service's own client-credential account. */
    public static final String SERVICE = "service";

    /** Every role, for tables that must name each. */
    public static final Set<String> ALL =
            Set.of(PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, AUDITOR, ADMIN, SERVICE);

    private Roles() {}
}
