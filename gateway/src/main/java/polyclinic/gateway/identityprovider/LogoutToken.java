package polyclinic.gateway.identityprovider;

import org.jspecify.annotations.Nullable;

/**
 * A verified logout token (OpenID Connect Back-Channel Logout 1.0): what is to end. One of subject and session is there.
 *
 * @param id counts once
 */
public record LogoutToken(
        String id, @Nullable String subject, @Nullable String session) {}
