package polyclinic.commons.papers.signatures;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The key that signs a service's papers, with its certificate, in a PKCS #12 file that only its owner may read. A clinic can
 * put its own certificate in its place. One that is there is only read: its folder may be one that nobody can write to.
 */
public record SigningKey(PrivateKey key, X509Certificate certificate) {
    private static final Duration VALID = Duration.ofDays(3650);

    /**
     * Opens the key store. When it is made, a file lock lets replicas that start together agree on one key.
     *
     * @param papers what it signs, in the plural: its certificate says so, and so does its entry in the key store
     * @param password null for the one that is stored beside the key store
     * @param create whether it is made when there is none; in production a service without its key must not start: a second
     *     replica would sign with another one
     * @throws IllegalStateException when it is missing or cannot be opened
     */
    public static SigningKey open(
            Path keystore, String papers, @Nullable String password, boolean create, String clinic, Instant now) {
        try {
            if (Files.exists(keystore))
                return read(keystore, papers, password != null ? password.toCharArray() : kept(keystore));
            if (!create)
                throw new IllegalStateException("the key " + keystore
                        + " is missing; put it there (./polyclinic keys new makes one), or let it be made by"
                        + " POLYCLINIC_KEYS_CREATE=true");
            Path folder = Files.createDirectories(keystore.toAbsolutePath().resolveSibling(""));
            try (FileChannel channel = FileChannel.open(
                            folder.resolve(keystore.getFileName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                char[] secret = password != null ? password.toCharArray() : secret(keystore);
                if (!Files.exists(keystore)) make(keystore, papers, secret, clinic, now);
                if (!lock.isValid()) throw new IOException("the lock was lost");
                return read(keystore, papers, secret);
            }
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot open the signing key " + keystore, e);
        }
    }

    private static SigningKey read(Path keystore, String papers, char[] secret)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keystore)) {
            store.load(file, secret);
        }
        String alias = store.containsAlias(papers) ? papers : store.aliases().nextElement();
        return new SigningKey((PrivateKey) store.getKey(alias, secret), (X509Certificate) store.getCertificate(alias));
    }

    private static void make(Path keystore, String papers, char[] secret, String clinic, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                papers, pair.getPrivate(), secret, new Certificate[] {certificate(pair, papers, clinic, now)});
        Path fresh = temporary(keystore);
        try (OutputStream file = Files.newOutputStream(fresh)) {
            store.store(file, secret);
        }
        Files.move(fresh, keystore, StandardCopyOption.ATOMIC_MOVE);
        Log.infof("created a key for signing %s: %s", papers, keystore.getFileName());
    }

    private static X509Certificate certificate(KeyPair pair, String papers, String clinic, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, clinic)
                .addRDN(BCStyle.CN, clinic + " " + papers)
                .build();
        var builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(127, new SecureRandom()).add(BigInteger.ONE),
                Date.from(now.minus(Duration.ofMinutes(5))),
                Date.from(now.plus(VALID)),
                name,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }

    private static char[] kept(Path keystore) throws IOException {
        Path file = passwordFile(keystore);
        if (!Files.exists(file))
            throw new IllegalStateException("the password of the key " + keystore + " is missing; put it into "
                    + file.getFileName() + " beside it, or into the setting for it");
        return Files.readString(file).strip().toCharArray();
    }

    private static char[] secret(Path keystore) throws IOException {
        Path file = passwordFile(keystore);
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Path fresh = temporary(file);
            Files.writeString(fresh, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip().toCharArray();
    }

    private static Path passwordFile(Path keystore) {
        return keystore.resolveSibling(keystore.getFileName() + ".password");
    }

    private static Path temporary(Path beside) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return Files.createTempFile(beside.toAbsolutePath().getParent(), "fresh", ".tmp", ownerOnly);
    }
}
