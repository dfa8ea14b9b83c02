package polyclinic.audit.signing;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A trusted public key.
 *
 * @param keyId the first 16 hex digits of the SHA-256 of the key
 * @param publicKey X.509 SubjectPublicKeyInfo (RFC 8410), base64
 * @param current whether this key signs now
 */
@Schema(name = "PublicKey")
public record PublicKeyView(String keyId, String algorithm, String publicKey, boolean current) {
    static final String ED25519 = "Ed25519";
}
