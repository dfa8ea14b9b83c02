package polyclinic.prescription.access;

import java.util.Map;
import polyclinic.commons.identity.AccessPolicy;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Reach;
import polyclinic.commons.identity.Roles;
import polyclinic.commons.identity.Scope;

/**
 * Who sees which prescriptions: patients what was issued to them, doctors what they wrote and what concerns the patients in
 * their care, pharmacists what was issued to anybody, nurses and administrators all. Only the doctor who wrote a prescription changes it.
 */
public final class PrescriptionAccessPolicy {
    private static final AccessPolicy READ = AccessPolicy.of(Map.of(
            Roles.PATIENT, Reach.OWN,
            Roles.DOCTOR, Reach.CARE,
            Roles.NURSE, Reach.ALL,
            Roles.PHARMACIST, Reach.ALL,
            Roles.ADMIN, Reach.ALL,
            Roles.RECEPTIONIST, Reach.NONE,
            Roles.LAB_TECHNICIAN, Reach.NONE,
            Roles.CASHIER, Reach.NONE,
            Roles.AUDITOR, Reach.NONE));

    /** Who sees them before they are issued, too. */
    private static final AccessPolicy DRAFTS = AccessPolicy.of(Map.of(
            Roles.PATIENT, Reach.NONE,
            Roles.DOCTOR, Reach.CARE,
            Roles.NURSE, Reach.ALL,
            Roles.PHARMACIST, Reach.NONE,
            Roles.ADMIN, Reach.ALL,
            Roles.RECEPTIONIST, Reach.NONE,
            Roles.LAB_TECHNICIAN, Reach.NONE,
            Roles.CASHIER, Reach.NONE,
            Roles.AUDITOR, Reach.NONE));

    private PrescriptionAccessPolicy() {}

    /** Whose prescriptions the caller sees before they are issued. */
    public static Scope drafts(Caller caller) {
        return DRAFTS.scope(caller);
    }

    /** Whose issued prescriptions the caller sees. */
    public static Scope scope(Caller caller) {
        return READ.scope(caller);
    }

    /**
     * Fails with {@link NotThePrescriber} unless the caller is the doctor who wrote the prescription.
     *
     * @param isPrescriber whether the caller's account is that doctor's
     */
    public static void requirePrescriber(boolean isPrescriber) {
        if (!isPrescriber) throw new NotThePrescriber();
    }
}
