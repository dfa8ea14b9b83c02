package polyclinic.commons.signatures;

import java.io.IOException;
import java.security.GeneralSecurityException;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import polyclinic.commons.values.Sha256;

/**
 * An Ed25519 public key (RFC 8032). It is Bouncy Castle's that verifies, because the JDK takes seven times as long; the
 * signatures are the same.
 */
public final class VerifyingKey {
    private static final int ID_LENGTH = 16;

    private final Ed25519PublicKeyParameters key;
    private final byte[] encoded;
    private final String id;

    VerifyingKey(Ed25519PublicKeyParameters key) throws IOException {
        this.key = key;
        this.encoded =
                SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key).getEncoded();
        this.id = Sha256.hex(encoded).substring(0, ID_LENGTH);
    }

    /**
     * Reads an X.509 SubjectPublicKeyInfo (RFC 8410).
     *
     * @throws GeneralSecurityException when it is none of an Ed25519 key
     */
    public static VerifyingKey of(byte[] encoded) throws GeneralSecurityException {
        try {
            AsymmetricKeyParameter key = PublicKeyFactory.createKey(encoded);
            if (key instanceof Ed25519PublicKeyParameters ed25519) return new VerifyingKey(ed25519);
        } catch (IOException | RuntimeException damaged) {
            throw new GeneralSecurityException("not an encoded public key", damaged);
        }
        throw new GeneralSecurityException("not an Ed25519 public key");
    }

    /** The first 16 hex digits of the SHA-256 of {@link #encoded}. */
    public String id() {
        return id;
    }

    /** X.509 SubjectPublicKeyInfo. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /** Returns whether the key's owner signed the text. Never fails, whatever the signature is. */
    public boolean verifies(byte[] text, byte[] signature) {
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, key);
        verifier.update(text, 0, text.length);
        return verifier.verifySignature(signature);
    }
}
