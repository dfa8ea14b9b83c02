package polyclinic.commons.features;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * In which share of the callers somebody is, the same at every replica, after every restart and for every client: the first eight
 * bytes of the SHA-256 of the flag's name, a colon and the subject, as an unsigned number, modulo 10,000, are the caller's place in
 * hundredths of a percent. A share that grows therefore keeps those whom it had, and since the name counts in, no caller is the
 * first to try everything.
 */
final class CallerShare {
    /** Hundredths of a percent in all. */
    static final int WHOLE = 10_000;

    private CallerShare() {}

    /** @return 0 to 9,999 */
    static int place(String flag, String subject) {
        byte[] hash = sha256().digest((flag + ":" + subject).getBytes(StandardCharsets.UTF_8));
        return (int) Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(), WHOLE);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
