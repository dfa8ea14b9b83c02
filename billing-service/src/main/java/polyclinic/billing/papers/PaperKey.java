package polyclinic.billing.papers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
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

/**
 * The key that signs papers, with its certificate, in a PKCS #12 file that only its owner may read. A clinic can put its own
 * certificate in its place; one that is there is only read.
 */
record PaperKey(PrivateKey key, X509Certificate certificate) {
    private static final String ALIAS = "papers";
    private static final Duration VALID = Duration.ofDays(3650);

    /**
     * Opens the key store. When it is made, a file lock lets replicas that start together agree on one key.
     *
     * @param create whether it is made when there is none
     * @throws IllegalStateException when it is missing or cannot be opened
     */
    static PaperKey open(Path keystore, boolean create, String clinic, Instant now) {
        try {
            if (!Files.exists(keystore)) {
                if (!create) throw new IllegalStateException("the key " + keystore.getFileName() + " is missing");
                make(keystore, clinic, now);
            }
            char[] secret = Files.readString(password(keystore)).strip().toCharArray();
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream file = Files.newInputStream(keystore)) {
                store.load(file, secret);
            }
            String alias = store.containsAlias(ALIAS) ? ALIAS : store.aliases().nextElement();
            return new PaperKey(
                    (PrivateKey) store.getKey(alias, secret), (X509Certificate) store.getCertificate(alias));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot open the signing key " + keystore.getFileName(), e);
        }
    }

    private static void make(Path keystore, String clinic, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        Path folder = Files.createDirectories(keystore.toAbsolutePath().resolveSibling(""));
        try (FileChannel channel = FileChannel.open(
                        folder.resolve(keystore.getFileName() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (Files.exists(keystore) || !lock.isValid()) return;
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
            write(password(keystore), secret.getBytes(StandardCharsets.US_ASCII));
            write(keystore, fresh(secret.toCharArray(), clinic, now));
        }
    }

    private static byte[] fresh(char[] secret, String clinic, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(ALIAS, pair.getPrivate(), secret, new Certificate[] {certificate(pair, clinic, now)});
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, secret);
        return bytes.toByteArray();
    }

    private static X509Certificate certificate(KeyPair pair, String clinic, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, clinic)
                .addRDN(BCStyle.CN, clinic + " invoices")
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

    /** Readable for its owner alone from its first byte on, and whole or not there. */
    private static void write(Path file, byte[] bytes) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "fresh", ".tmp", ownerOnly);
        Files.write(fresh, bytes);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path password(Path keystore) {
        return keystore.resolveSibling(keystore.getFileName() + ".password");
    }
}
