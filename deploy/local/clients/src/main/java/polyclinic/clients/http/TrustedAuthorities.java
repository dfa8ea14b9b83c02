package polyclinic.clients.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whom a client believes: the authorities of a file (PEM), or those that the JDK knows. */
public final class TrustedAuthorities {
    private final String file;

    /** @param file empty for those of the JDK */
    public TrustedAuthorities(String file) {
        this.file = file;
    }

    public TrustManager[] trustManagers() {
        try {
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(file.isEmpty() ? null : read(Path.of(file)));
            return managers.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no use of " + file, e);
        }
    }

    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("NullAway")
    private static KeyStore read(Path file) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in))
                trusted.setCertificateEntry("authority-" + trusted.size(), one);
            return trusted;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
