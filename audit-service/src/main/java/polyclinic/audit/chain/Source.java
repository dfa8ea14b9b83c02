package polyclinic.audit.chain;

/** Which service noticed it and where the caller came from. */
public record Source(String service, String ip, String userAgent) {}
