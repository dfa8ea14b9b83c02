package polyclinic.gateway.tokens;

/**
 * What the gateway keeps of a valid token.
 *
 * @param validUntil epoch milliseconds; after this the token is verified again
 */
public record VerifiedToken(String subject, long validUntil) {}
