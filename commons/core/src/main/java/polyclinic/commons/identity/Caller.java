package polyclinic.commons.identity;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking. Repositories take it, so that what a caller may see is part of the query.
 *
 * @param subject the token's {@code sub}
 * @param name the user name, for the audit trail
 * @param roles realm roles, see {@link Roles}
 * @param patientId the patient whose account this is, or null
 * @param ip the client's address, or null outside a request
 * @param userAgent at most 200 characters, or null
 */
public record Caller(
        String subject,
        String name,
        Set<String> roles,
        @Nullable UUID patientId,
        @Nullable String ip,
        @Nullable String userAgent) {
    private static final UUID NOBODY = new UUID(0, 0);

    public boolean is(String... anyOf) {
        for (String role : anyOf) if (roles.contains(role)) return true;
        return false;
    }

    /**
     * The only patient this caller may see, or null when the caller's role is wider. A patient's account without a
     * patient sees nobody.
     */
    public @Nullable UUID onlyPatient() {
        if (isStaff()) return null;
        return patientId == null ? NOBODY : patientId;
    }

    /** The subject when the caller sees patients as a doctor (only those in care), else null. */
    public @Nullable String onlyDoctor() {
        boolean wider = is(Roles.NURSE, Roles.RECEPTIONIST, Roles.ADMIN, Roles.SERVICE);
        return is(Roles.DOCTOR) && !wider ? subject : null;
    }

    private boolean isStaff() {
        return roles.stream().anyMatch(role -> !role.equals(Roles.PATIENT) && STAFF.contains(role));
    }

    private static final Set<String> STAFF = Set.of(
            Roles.RECEPTIONIST,
            Roles.NURSE,
            Roles.DOCTOR,
            Roles.PHARMACIST,
            Roles.LAB_TECHNICIAN,
            Roles.CASHIER,
            Roles.AUDITOR,
            Roles.ADMIN,
            Roles.SERVICE);
}
