package polyclinic.commons.identity;

import java.util.Set;

/**
 * The realm's roles, as constants for {@code @RolesAllowed}. People have a role for what they are, machines one for each thing
 * that they do, so that a stolen secret of a client opens no more than its work.
 */
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

    /** A machine that stores, finds and reads the documents of prescriptions. */
    public static final String PRESCRIPTION_DOCUMENT = "service:prescription.document";

    /** A machine that takes back a document of a prescription whose issue has failed. */
    public static final String PRESCRIPTION_DOCUMENT_DELETE = "service:prescription.document.delete";

    /** A machine that reads what documents say, to propose it. */
    public static final String DOCUMENT_TEXT = "service:document.text";

    /** A machine that brings in the records of another system, with their ids, times and authors there. */
    public static final String IMPORTER = "importer";

    /** Every role of people, for tables that must name each. */
    public static final Set<String> ALL =
            Set.of(PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, AUDITOR, ADMIN);

    private Roles() {}
}
