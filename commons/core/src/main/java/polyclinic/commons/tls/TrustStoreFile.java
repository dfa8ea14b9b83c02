package polyclinic.commons.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Authorities as a PKCS #12 file, for a client that reads no PEM. */
final class TrustStoreFile {
    static final String TYPE = "PKCS12";

    /** Guards nothing: the content is public, and the file is its owner's alone. */
    static final String PASSWORD = "public";

    private static final Map<String, Path> MADE = new ConcurrentHashMap<>();

    private TrustStoreFile() {}

    /** Returns a file that lasts as long as the program. */
    static Path of(String pem) {
        return MADE.computeIfAbsent(pem, TrustStoreFile::convert);
    }

    private static Path convert(String pem) {
        try (InputStream in = Files.newInputStream(Path.of(pem))) {
            KeyStore trusted = KeyStore.getInstance(TYPE);
            trusted.load(null, null);
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("authority-" + trusted.size(), one);
            }
            Path file = Files.createTempFile("polyclinic-authorities", ".p12");
            file.toFile().deleteOnExit();
            try (OutputStream out = Files.newOutputStream(file)) {
                trusted.store(out, PASSWORD.toCharArray());
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the authorities in " + pem, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no authorities in " + pem, e);
        }
    }
}
