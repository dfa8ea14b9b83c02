package polyclinic.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import polyclinic.local.certificates.KeyTool;
import polyclinic.local.process.Secrets;

/**
 * The key by which prescription-service signs, with a certificate of its own, in the PKCS #12 file that the service reads. A clinic
 * puts its certificate of an authority in its place.
 */
final class PrescriptionKey {
    private static final String STORE = "prescription-signing.p12";
    private static final int PASSWORD_BYTES = 24;
    private static final int VALIDITY_DAYS = 3650;

    private PrescriptionKey() {}

    /** Makes it by the JDK's keytool, if there is none. */
    static void provide(Path keys) {
        Path store = keys.resolve(STORE);
        Path password = keys.resolve(STORE + ".password");
        if (Files.exists(store) && Files.exists(password)) {
            return;
        }
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String secret = HexFormat.of().formatHex(random);
        Secrets.writePrivately(password, secret);
        try {
            Files.deleteIfExists(store);
            new KeyTool(store, secret)
                    .makePair(
                            "prescriptions",
                            "O=Polyclinic, CN=Polyclinic prescriptions",
                            VALIDITY_DAYS,
                            "-ext",
                            "BasicConstraints:critical=ca:false",
                            "-ext",
                            "KeyUsage:critical=digitalSignature,nonRepudiation");
            Files.setPosixFilePermissions(store, Files.getPosixFilePermissions(password));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + store, e);
        }
    }
}
