package polyclinic.audit.clients;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did at the sign-in form, as Keycloak keeps it.
 *
 * @param time epoch milliseconds
 * @param type such as {@code LOGIN_ERROR}
 * @param userId null when the name that was typed is nobody's
 * @param error a code such as {@code invalid_user_credentials}, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SignInEvent(
        String id,
        long time,
        String type,
        @Nullable String clientId,
        @Nullable String userId,
        @Nullable String sessionId,
        @Nullable String ipAddress,
        @Nullable String error,
        @Nullable Map<String, String> details) {
    public @Nullable String detail(String name) {
        return details == null ? null : details.get(name);
    }
}
