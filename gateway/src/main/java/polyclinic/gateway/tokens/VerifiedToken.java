package polyclinic.gateway.tokens;

/**
 * What the gateway keeps of a valid token.
 *
 * @param reach every role that the token names, see {@link TokenReach}
 * @param validUntil epoch milliseconds; after this the token is verified again
 */
public record VerifiedToken(String subject, String reach, long validUntil) {}
