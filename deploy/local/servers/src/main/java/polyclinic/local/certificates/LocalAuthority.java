package polyclinic.local.certificates;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import polyclinic.local.process.Distribution;
import polyclinic.local.process.Secrets;
import polyclinic.local.process.ServerCertificate;

/**
 * A certificate authority for one machine: its certificates are good for 127.0.0.1 and localhost, and for the users' names (CN) by
 * which Kafka knows its clients. A certificate that is good for long enough is never made again; when the authority itself is about
 * to end, it and all of its certificates are.
 */
public final class LocalAuthority {
    private static final int AUTHORITY_DAYS = 730;
    private static final int CERTIFICATE_DAYS = 90;
    /** Longer than a certificate of it may live, so that none outlives it. */
    private static final Duration AUTHORITY_RENEWAL = Duration.ofDays(120);

    private static final Duration RENEWAL = Duration.ofDays(30);
    private static final String AUTHORITY = "ca";
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private final Path folder;
    private final Clock clock;

    LocalAuthority(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** The one whose files lie in the folder, or will when it has provided something. */
    public static LocalAuthority in(Path folder) {
        return new LocalAuthority(folder, Clock.systemUTC());
    }

    public ServerCertificate certificate(String name) {
        return new ServerCertificate(folder, name);
    }

    /** Makes what is missing, what ends within 30 days, and what another authority signed. */
    public void provide(Collection<String> names) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path authority = folder.resolve(AUTHORITY + ".crt");
            if (!isGood(authority, AUTHORITY_RENEWAL) || !Files.exists(keyStore(AUTHORITY))) {
                makeAuthority();
            }
            byte[] signer = read(authority).get(0).getEncoded();
            names.parallelStream()
                    .filter(name -> !isSigned(certificate(name).certificate(), signer))
                    .forEach(this::make);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep certificates in " + folder, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isSigned(Path file, byte[] signer) {
        try {
            return isGood(file, RENEWAL) && Arrays.equals(read(file).get(1).getEncoded(), signer);
        } catch (IOException | GeneralSecurityException unreadable) {
            return false;
        }
    }

    private boolean isGood(Path file, Duration rest) {
        try {
            return Files.exists(file)
                    && read(file)
                            .get(0)
                            .getNotAfter()
                            .toInstant()
                            .isAfter(clock.instant().plus(rest));
        } catch (IOException | GeneralSecurityException unreadable) {
            return false;
        }
    }

    private static List<X509Certificate> read(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }

    private void makeAuthority() throws IOException, GeneralSecurityException {
        Path aside = aside(AUTHORITY);
        try {
            // What an earlier run that was killed left.
            Files.deleteIfExists(aside);
            new KeyTool(aside, password())
                    .makePair(
                            AUTHORITY,
                            "CN=Polyclinic local authority",
                            AUTHORITY_DAYS,
                            "-ext",
                            "bc:critical=ca:true,pathlen:0",
                            "-ext",
                            "ku:critical=keyCertSign,cRLSign");
            KeyStore made = load(aside);
            Files.move(aside, keyStore(AUTHORITY), StandardCopyOption.REPLACE_EXISTING);
            Secrets.writePrivately(
                    folder.resolve(AUTHORITY + ".crt"), certificates(made.getCertificateChain(AUTHORITY)));
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private void make(String name) {
        Path aside = aside(name);
        try {
            Files.copy(keyStore(AUTHORITY), aside, StandardCopyOption.REPLACE_EXISTING);
            new KeyTool(aside, password())
                    .makePair(
                            name,
                            "CN=" + name,
                            CERTIFICATE_DAYS,
                            "-signer",
                            AUTHORITY,
                            "-ext",
                            "san=dns:localhost,dns:" + name + ",ip:127.0.0.1",
                            "-ext",
                            "ku:critical=digitalSignature",
                            "-ext",
                            "eku=serverAuth,clientAuth");
            KeyStore made = load(aside);
            char[] password = password().toCharArray();
            Key key = made.getKey(name, password);
            Certificate[] chain = made.getCertificateChain(name);
            // The authority's key stays with the authority.
            made.deleteEntry(AUTHORITY);
            try (OutputStream out = Files.newOutputStream(aside)) {
                made.store(out, password);
            }
            Files.move(aside, keyStore(name), StandardCopyOption.REPLACE_EXISTING);
            String keyText = pem("PRIVATE KEY", key.getEncoded());
            ServerCertificate files = certificate(name);
            Secrets.writePrivately(files.key(), keyText);
            Secrets.writePrivately(files.bundle(), keyText + certificates(chain));
            // Last, since it is the one that is looked at.
            Secrets.writePrivately(files.certificate(), certificates(chain));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the certificate of " + name, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            Distribution.delete(aside);
        }
    }

    private Path keyStore(String name) {
        return certificate(name).keyStore();
    }

    private Path aside(String name) {
        return folder.resolve(name + ".p12.part");
    }

    private String password() {
        return certificate(AUTHORITY).keyStorePassword();
    }

    private KeyStore load(Path file) throws IOException, GeneralSecurityException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password().toCharArray());
            return store;
        }
    }

    private static String certificates(Certificate[] chain) throws GeneralSecurityException {
        StringBuilder text = new StringBuilder();
        for (Certificate one : chain) {
            text.append(pem("CERTIFICATE", one.getEncoded()));
        }
        return text.toString();
    }

    private static String pem(String type, byte[] content) {
        return Stream.of("-----BEGIN " + type + "-----", PEM.encodeToString(content), "-----END " + type + "-----")
                        .reduce((a, b) -> a + "\n" + b)
                        .orElseThrow()
                + "\n";
    }
}
