package polyclinic.gateway.caller;

/** The holder of a token that was found valid, and until when it is (epoch milliseconds). */
public record Caller(String subject, long validUntil) {}
