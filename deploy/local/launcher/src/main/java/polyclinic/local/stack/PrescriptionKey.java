package polyclinic.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import polyclinic.local.process.Jdk;
import polyclinic.local.process.Secrets;
import polyclinic.local.terminal.UserError;

/**
 * The key by which prescription-service signs, with a certificate of its own, in the PKCS #12 file that the service reads. A clinic
 * puts its certificate of an authority in its place.
 */
final class PrescriptionKey {
    private static final String STORE = "prescription-signing.p12";
    private static final int PASSWORD_BYTES = 24;

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
        Secrets.writePrivately(password, HexFormat.of().formatHex(random));
        try {
            Files.deleteIfExists(store);
            run(List.of(
                    Jdk.newest().java().resolveSibling("keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "prescriptions",
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-sigalg",
                    "SHA256withECDSA",
                    "-validity",
                    "3650",
                    "-dname",
                    "O=Polyclinic, CN=Polyclinic prescriptions",
                    "-ext",
                    "BasicConstraints:critical=ca:false",
                    "-ext",
                    "KeyUsage:critical=digitalSignature,nonRepudiation",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass:file",
                    password.toString()));
            Files.setPosixFilePermissions(store, Files.getPosixFilePermissions(password));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + store, e);
        }
    }

    private static void run(List<String> command) throws IOException {
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (keytool.waitFor() != 0) {
                throw new UserError("keytool cannot make the key of prescriptions: " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", e);
        }
    }
}
