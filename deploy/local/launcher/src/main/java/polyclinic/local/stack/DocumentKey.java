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
 * The key by which a service signs its papers, with a certificate of its own, in the PKCS #12 file that the service reads. A clinic
 * puts its certificate of an authority in its place.
 */
enum DocumentKey {
    /** That of prescription-service. */
    PRESCRIPTIONS("prescription-signing.p12", "prescriptions"),
    /** Of invoices and receipts, that of billing-service. */
    PAPERS("billing-signing.p12", "papers");

    private static final int PASSWORD_BYTES = 24;
    private static final int VALIDITY_DAYS = 3650;

    private final String file;
    private final String alias;

    DocumentKey(String file, String alias) {
        this.file = file;
        this.alias = alias;
    }

    /** Makes it by the JDK's keytool, if there is none. */
    void provide(Path keys) {
        Path store = keys.resolve(file);
        Path password = keys.resolve(file + ".password");
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
                            alias,
                            "O=Polyclinic, CN=Polyclinic " + alias,
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
