package polyclinic.audit.signing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import polyclinic.commons.signatures.VerifyingKey;

/** Signatures of texts in UTF-8, in base64. */
final class Signatures {
    private Signatures() {}

    static boolean isValid(VerifyingKey key, String text, String signature) {
        try {
            return key.verifies(
                    text.getBytes(StandardCharsets.UTF_8), Base64.getDecoder().decode(signature));
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }
}
