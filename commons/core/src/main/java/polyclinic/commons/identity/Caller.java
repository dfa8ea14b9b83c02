package polyclinic.commons.identity;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking. An {@link AccessPolicy} turns it into the {@link Scope} that repositories take.
 *
 * @param subject the token's {@code sub}
 * @param name the user name, for the audit trail
 * @param roles those of their realm roles that have the operation at hand, see {@link Roles}
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
    public boolean is(String... anyOf) {
        for (String role : anyOf) if (roles.contains(role)) return true;
        return false;
    }
}
