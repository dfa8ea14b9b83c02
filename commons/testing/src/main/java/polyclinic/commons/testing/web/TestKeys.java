package polyclinic.commons.testing.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Locale;
import polyclinic.local.process.Distribution;

/**
 * Keys that the tests sign tokens with: of RSA, 2048 bits, as Keycloak does, and of P-256, which signs in a tenth of the time. Each is made
 * once on a machine and kept beside the unpacked servers, for all class loaders and processes. Nothing but tests trusts them.
 */
public final class TestKeys {
    private static final String PRIVATE = "private.der";
    private static final String PUBLIC = "public.der";

    private TestKeys() {}

    /** The RSA key of that name, always the same on this machine. */
    public static KeyPair rsa(String name) {
        return pair(name, "RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
    }

    /** The key of that name on the curve P-256, always the same on this machine. */
    public static KeyPair ec(String name) {
        return pair(name, "EC", new ECGenParameterSpec("secp256r1"));
    }

    private static KeyPair pair(String name, String algorithm, AlgorithmParameterSpec kind) {
        Path folder = Distribution.once(
                "test-key-" + algorithm.toLowerCase(Locale.ROOT) + "-" + name, made -> make(made, algorithm, kind));
        try {
            KeyFactory factory = KeyFactory.getInstance(algorithm);
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(Files.readAllBytes(folder.resolve(PUBLIC)))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(folder.resolve(PRIVATE)))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("delete " + folder, e);
        }
    }

    private static void make(Path folder, String algorithm, AlgorithmParameterSpec kind) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(kind);
            KeyPair pair = generator.generateKeyPair();
            Files.write(folder.resolve(PRIVATE), pair.getPrivate().getEncoded());
            Files.write(folder.resolve(PUBLIC), pair.getPublic().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
