package polyclinic.gateway.identityprovider;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.InvalidJwtSignatureException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;

/** Checks the tokens that the identity provider addresses to the gateway itself, not to the services. */
final class TokenChecks {

    /** OpenID Connect Back-Channel Logout 1.0, 2.4. */
    private static final String LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private static final int CLOCK_SKEW_SECONDS = 60;
    private static final int MAX_LOGOUT_AGE_SECONDS = 300;
    private static final int MAX_ROLES = 50;

    /** None that a public key could be taken as the secret of. */
    private static final AlgorithmConstraints SIGNATURES = new AlgorithmConstraints(
            ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_USING_SHA384,
            AlgorithmIdentifiers.RSA_USING_SHA512,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.EDDSA);

    private final String issuer;
    private final String clientId;

    TokenChecks(String issuer, String clientId) {
        this.issuer = issuer;
        this.clientId = clientId;
    }

    /**
     * OpenID Connect Core 1.0, 3.1.3.7.
     *
     * @throws TokenRefused when anything is wrong
     * @throws UnknownKey when it is signed by none of the keys
     */
    IdToken idToken(String token, String nonce, List<JsonWebKey> keys) {
        JwtConsumerBuilder rules = rules(keys).setRequireExpirationTime().setRequireSubject();
        JwtClaims claims = claims(token, rules);
        String authorized = claims.getClaimValueAsString("azp");
        if (authorized != null && !authorized.equals(clientId)) throw new TokenRefused("it is for another client");
        if (!nonce.equals(claims.getClaimValueAsString("nonce")))
            throw new TokenRefused("it does not belong to this sign-in");
        String subject = Objects.requireNonNull(claims.getClaimValueAsString("sub"));
        String name = claims.getClaimValueAsString("preferred_username");
        return new IdToken(subject, name == null ? subject : name, roles(claims), claims.getClaimValueAsString("sid"));
    }

    /**
     * OpenID Connect Back-Channel Logout 1.0, 2.6; that it counts once is for the caller to see to.
     *
     * @throws TokenRefused when anything is wrong
     * @throws UnknownKey when it is signed by none of the keys
     */
    LogoutToken logoutToken(String token, List<JsonWebKey> keys) {
        JwtConsumerBuilder rules =
                rules(keys).setRequireJwtId().setIssuedAtRestrictions(CLOCK_SKEW_SECONDS, MAX_LOGOUT_AGE_SECONDS);
        JwtClaims claims = claims(token, rules);
        if (!(claims.getClaimValue("events") instanceof Map<?, ?> events)
                || !(events.get(LOGOUT_EVENT) instanceof Map<?, ?>)) throw new TokenRefused("it is no logout token");
        if (claims.hasClaim("nonce")) throw new TokenRefused("a logout token has no nonce");
        String subject = claims.getClaimValueAsString("sub");
        String session = claims.getClaimValueAsString("sid");
        if (subject == null && session == null) throw new TokenRefused("it says not what is to end");
        return new LogoutToken(Objects.requireNonNull(claims.getClaimValueAsString("jti")), subject, session);
    }

    private JwtConsumerBuilder rules(List<JsonWebKey> keys) {
        return new JwtConsumerBuilder()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys))
                .setJwsAlgorithmConstraints(SIGNATURES)
                .setExpectedIssuer(issuer)
                .setExpectedAudience(clientId)
                .setRequireIssuedAt()
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS);
    }

    private static JwtClaims claims(String token, JwtConsumerBuilder rules) {
        try {
            return rules.build().processToClaims(token);
        } catch (InvalidJwtSignatureException e) {
            throw new TokenRefused("its signature is wrong");
        } catch (InvalidJwtException e) {
            if (e.getCause() instanceof UnresolvableKeyException) throw new UnknownKey();
            // Its message would have the token's claims.
            throw new TokenRefused("it is not valid here");
        }
    }

    private static List<String> roles(JwtClaims claims) {
        if (!(claims.getClaimValue("realm_access") instanceof Map<?, ?> access)
                || !(access.get("roles") instanceof List<?> roles)) return List.of();
        return roles.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .limit(MAX_ROLES)
                .sorted()
                .toList();
    }

    /** The token names a key that is not among those that were fetched; it may have been added since. */
    static final class UnknownKey extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownKey() {
            super("it is signed by a key that is not known", null, false, false);
        }
    }
}
