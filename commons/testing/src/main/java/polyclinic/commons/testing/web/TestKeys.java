package polyclinic.commons.testing.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import polyclinic.local.process.Distribution;

/**
 * RSA keys of 2048 bits that the tests sign tokens with. Each is made once on a machine and kept beside the unpacked servers:
 * to make one takes seconds. Nothing but tests trusts them.
 */
public final class TestKeys {
    private static final String PRIVATE = "private.der";
    private static final String PUBLIC = "public.der";

    private TestKeys() {}

    /** The key of that name, always the same on this machine. */
    public static KeyPair rsa(String name) {
        Path folder = Distribution.once("test-key-" + name, TestKeys::make);
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(Files.readAllBytes(folder.resolve(PUBLIC)))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(folder.resolve(PRIVATE)))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("delete " + folder, e);
        }
    }

    private static void make(Path folder) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            Files.write(folder.resolve(PRIVATE), pair.getPrivate().getEncoded());
            Files.write(folder.resolve(PUBLIC), pair.getPublic().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
