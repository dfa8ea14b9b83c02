package polyclinic.commons.signatures;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/** An Ed25519 private key, see {@link VerifyingKey}. Any number of threads may sign at once. */
public final class SignatureKey {
    private static final int SECRET_BYTES = 32;

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

    /**
     * Returns 32 bytes that only the holders of this key can know, others for each purpose (HKDF with SHA-256, RFC 5869): a key for
     * what a deployment would otherwise need another secret for. They tell nothing about this key.
     *
     * @param purpose says what they are for
     */
    public byte[] secretFor(String purpose) {
        HKDFBytesGenerator derivation = new HKDFBytesGenerator(new SHA256Digest());
        derivation.init(new HKDFParameters(key.getEncoded(), null, purpose.getBytes(StandardCharsets.UTF_8)));
        byte[] secret = new byte[SECRET_BYTES];
        derivation.generateBytes(secret, 0, SECRET_BYTES);
        return secret;
    }

    /** PKCS #8. */
    byte[] encoded() {
        return encoded.clone();
    }
}
