package polyclinic.local.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The files by which a server or a service proves who it is (TLS), all in one folder that its owner alone reads. They may be still to
 * be made.
 *
 * @param folder of all certificates and their authority
 * @param name of the server or service
 */
public record ServerCertificate(Path folder, String name) {
    /** The authority that signs all of the folder. */
    public Path authority() {
        return folder.resolve("ca.crt");
    }

    /** PEM: the certificate and its authority's. */
    public Path certificate() {
        return folder.resolve(name + ".crt");
    }

    /** PEM: PKCS #8, not encrypted. */
    public Path key() {
        return folder.resolve(name + ".key");
    }

    /** PEM: the key and then the certificates, for servers that want one file. */
    public Path bundle() {
        return folder.resolve(name + ".pem");
    }

    /** PKCS #12, for servers that read no PEM. */
    public Path keyStore() {
        return folder.resolve(name + ".p12");
    }

    public String keyStorePassword() {
        return Secrets.in(folder.resolve("secrets.properties")).get("key-stores");
    }

    /** Of a client that believes the authority alone. */
    public SSLContext clientContext() {
        return clientContext(authority());
    }

    /** Of a client that believes the authorities of a file alone (PEM). */
    public static SSLContext clientContext(Path authorities) {
        try (InputStream in = Files.newInputStream(authorities)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("authority-" + trusted.size(), one);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new ServerFailed("cannot read " + authorities + ": " + e.getMessage(), e);
        }
    }
}
