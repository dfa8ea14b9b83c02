package polyclinic.prescription.access;

import java.util.Map;
import polyclinic.commons.identity.AccessPolicy;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Reach;
import polyclinic.commons.identity.Roles;
import polyclinic.commons.identity.Scope;

/**
 * Whose laboratory requests a role reaches: patients their own once they are released, doctors what they asked for and what
 * concerns the patients in their care, nurses, the laboratory and administrators all. What a role may do with them stands at the
 * operations.
 */
public final class LabAccessPolicy {
    private static final AccessPolicy REQUESTS = AccessPolicy.of(Map.of(
            Roles.PATIENT, Reach.OWN,
            Roles.DOCTOR, Reach.CARE,
            Roles.NURSE, Reach.ALL,
            Roles.LAB_TECHNICIAN, Reach.ALL,
            Roles.ADMIN, Reach.ALL,
            Roles.RECEPTIONIST, Reach.NONE,
            Roles.PHARMACIST, Reach.NONE,
            Roles.CASHIER, Reach.NONE,
            Roles.AUDITOR, Reach.NONE));

    /** What a doctor makes of a result is not the laboratory's to read. */
    private static final AccessPolicy REVIEWS = AccessPolicy.of(Map.of(
            Roles.PATIENT, Reach.OWN,
            Roles.DOCTOR, Reach.CARE,
            Roles.NURSE, Reach.ALL,
            Roles.LAB_TECHNICIAN, Reach.NONE,
            Roles.ADMIN, Reach.ALL,
            Roles.RECEPTIONIST, Reach.NONE,
            Roles.PHARMACIST, Reach.NONE,
            Roles.CASHIER, Reach.NONE,
            Roles.AUDITOR, Reach.NONE));

    private LabAccessPolicy() {}

    /** Whose laboratory requests the caller reaches with the operation at hand. */
    public static Scope scope(Caller caller) {
        return REQUESTS.scope(caller);
    }

    /** Whether the caller is shown the comments of reviews. */
    public static boolean readsReviews(Caller caller) {
        return REVIEWS.grants(caller);
    }
}
