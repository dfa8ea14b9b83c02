package polyclinic.commons.signatures;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/** An Ed25519 private key, see {@link VerifyingKey}. Any number of threads may sign at once. */
public final class SignatureKey {
    private final Ed25519PrivateKeyParameters key;
    private final VerifyingKey publicKey;
    private final byte[] encoded;

    private SignatureKey(Ed25519PrivateKeyParameters key, byte[] encoded) throws IOException {
        this.key = key;
        this.encoded = encoded.clone();
        this.publicKey = new VerifyingKey(key.generatePublicKey());
    }

    /**
     * Reads a PKCS #8 PrivateKeyInfo (RFC 8410).
     *
     * @throws GeneralSecurityException when it is none of an Ed25519 key
     */
    public static SignatureKey of(byte[] encoded) throws GeneralSecurityException {
        try {
            AsymmetricKeyParameter key = PrivateKeyFactory.createKey(encoded);
            if (key instanceof Ed25519PrivateKeyParameters ed25519) return new SignatureKey(ed25519, encoded);
        } catch (IOException | RuntimeException damaged) {
            throw new GeneralSecurityException("not an encoded private key", damaged);
        }
        throw new GeneralSecurityException("not an Ed25519 private key");
    }

    public static SignatureKey random() throws GeneralSecurityException {
        return of(KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPrivate()
                .getEncoded());
    }

    public VerifyingKey publicKey() {
        return publicKey;
    }

    /** Returns the signature of 64 bytes. */
    public byte[] sign(byte[] text) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(text, 0, text.length);
        return signer.generateSignature();
    }

    /** PKCS #8. */
    byte[] encoded() {
        return encoded.clone();
    }
}
