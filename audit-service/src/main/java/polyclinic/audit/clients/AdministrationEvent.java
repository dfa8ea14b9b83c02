package polyclinic.audit.clients;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator changed in the realm, as Keycloak keeps it.
 *
 * @param time epoch milliseconds
 * @param operationType {@code CREATE}, {@code UPDATE}, {@code DELETE} or {@code ACTION}
 * @param resourceType such as {@code USER} or {@code REALM_ROLE_MAPPING}
 * @param resourcePath such as {@code users/<id>/role-mappings/realm}
 * @param representation what was sent, as JSON, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AdministrationEvent(
        String id,
        long time,
        String operationType,
        String resourceType,
        @Nullable String resourcePath,
        @Nullable String representation,
        @Nullable String error,
        @Nullable Administrator authDetails) {
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Administrator(
            @Nullable String clientId,
            @Nullable String userId,
            @Nullable String ipAddress) {}
}
