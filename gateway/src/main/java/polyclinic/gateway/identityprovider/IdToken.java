package polyclinic.gateway.identityprovider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verified ID token says of the person.
 *
 * @param name by which the person signs in
 * @param session the identity provider's own session, which a logout token names; null when it names none
 */
public record IdToken(
        String subject,
        String name,
        List<String> roles,
        @Nullable String session) {}
