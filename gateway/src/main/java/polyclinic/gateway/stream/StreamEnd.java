package polyclinic.gateway.stream;

import java.util.Locale;

/** Why the gateway ends a stream. In each case a client may connect again and go on where it was. */
enum StreamEnd {
    /** The client does not take what is sent to it. */
    SLOW_READER(1008),
    /** The caller needs a new token. */
    TOKEN_EXPIRED(1008),
    /** The account is another doctor's, or no doctor's any more. */
    RIGHTS_CHANGED(1008),
    /** A message is not as agreed. */
    MALFORMED_MESSAGE(1008),
    /** The log, or who knows the caller's rights, has been away for too long. */
    UNAVAILABLE(1013),
    /** An administrator has switched the live feed off, for everybody or for this caller. */
    SWITCHED_OFF(1013),
    /** This gateway ends; another one goes on. */
    GOING_AWAY(1001);

    private final short code;

    StreamEnd(int code) {
        this.code = (short) code;
    }

    String reason() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Of RFC 6455, 7.4.1. */
    short code() {
        return code;
    }
}
