package polyclinic.recovery.suite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import polyclinic.recovery.progress.RecoveryFailed;

/** Whom the program believes that a server is who it says: the authorities of a file (PEM), or those that the JDK knows. */
public final class AuthorityFile {
    private final String file;

    private AuthorityFile(String file) {
        this.file = file;
    }

    /** @param variable names the file; where it is not set, the JDK's authorities count */
    public static AuthorityFile of(Map<String, String> environment, String variable) {
        return new AuthorityFile(environment.getOrDefault(variable, ""));
    }

    public boolean isGiven() {
        return !file.isEmpty();
    }

    /** Returns the file; empty when none is given. */
    public String path() {
        return file;
    }

    public TrustManager[] trustManagers() {
        try {
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(file.isEmpty() ? null : read(Path.of(file)));
            return managers.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new RecoveryFailed("the authorities cannot be read from " + file, e);
        }
    }

    /** Returns the one that judges chains of certificates. */
    public X509TrustManager trustManager() {
        return Arrays.stream(trustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the context of clients that believe these authorities alone. */
    public SSLContext context() {
        return context(trustManagers());
    }

    /** Returns the context of clients that ask these trust managers. */
    public static SSLContext context(TrustManager... managers) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("NullAway")
    private static KeyStore read(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("authority-" + trusted.size(), one);
            }
            return trusted;
        }
    }
}
