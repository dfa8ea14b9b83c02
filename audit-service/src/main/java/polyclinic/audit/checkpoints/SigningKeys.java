package polyclinic.audit.checkpoints;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.audit.chain.Hashes;

/**
 * The Ed25519 key that signs checkpoints, made at the first start, and every public key that is trusted: those of which a
 * {@code audit-<keyId>.pub} lies in the same folder. To change the key, move {@code audit-signing.key} away and leave the
 * {@code .pub} files; replicas share the folder. A key that is only in a database is worth nothing here.
 */
@Startup
@Singleton
public class SigningKeys {
    private static final String PRIVATE = "audit-signing.key";
    private static final String PUBLIC = "audit-%s.pub";

    /** A public key as clients get it; {@code publicKey} is X.509 SubjectPublicKeyInfo (RFC 8410), base64. */
    public record Published(String keyId, String algorithm, String publicKey, boolean current) {}

    private final Path folder;
    private final PrivateKey signing;
    private final String keyId;
    private final Map<String, PublicKey> trusted = new LinkedHashMap<>();

    public SigningKeys(@ConfigProperty(name = "polyclinic.keys") String folder) {
        this.folder = Path.of(folder);
        try {
            Files.createDirectories(this.folder);
            signing = load();
            try (Stream<Path> files = Files.list(this.folder)) {
                for (Path file : files.filter(SigningKeys::isPublic).sorted().toList()) trust(file);
            }
            keyId = matching();
        } catch (IOException e) {
            throw new UncheckedIOException("POLYCLINIC_KEYS: cannot keep the signing key in " + folder, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("POLYCLINIC_KEYS: no Ed25519 key in " + folder, e);
        }
    }

    public String keyId() {
        return keyId;
    }

    public String sign(String text) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(signing);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a trusted key signed it. Never fails, whatever the arguments are. */
    public boolean isSigned(Checkpoint checkpoint) {
        try {
            PublicKey key = trusted.get(checkpoint.keyId());
            if (key == null || !Checkpoint.ORIGIN.equals(checkpoint.origin())) return false;
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(checkpoint.signedText().getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(checkpoint.signature()));
        } catch (GeneralSecurityException | RuntimeException damaged) {
            return false;
        }
    }

    public List<Published> published() {
        return trusted.entrySet().stream()
                .map(key -> new Published(
                        key.getKey(),
                        "Ed25519",
                        Base64.getEncoder().encodeToString(key.getValue().getEncoded()),
                        key.getKey().equals(keyId)))
                .toList();
    }

    private PrivateKey load() throws IOException, GeneralSecurityException {
        Path file = folder.resolve(PRIVATE);
        if (!Files.exists(file)) create(file);
        return KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(
                        Base64.getDecoder().decode(Files.readString(file).strip())));
    }

    /** The public key first and the private one by an atomic link, so that of two first starts one wins and no half is seen. */
    private void create(Path file) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path publicKey = folder.resolve(String.format(PUBLIC, id(pair.getPublic())));
        Files.writeString(
                publicKey, Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()) + "\n");
        Path draft = Files.createTempFile(
                folder,
                "audit-",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(
                    draft, Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()) + "\n");
            Files.createLink(file, draft);
            Log.infof("made the key %s that signs audit checkpoints", id(pair.getPublic()));
        } catch (FileAlreadyExistsException another) {
            Files.delete(publicKey);
        } finally {
            Files.delete(draft);
        }
    }

    private void trust(Path file) throws IOException, GeneralSecurityException {
        PublicKey key = KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(
                        Base64.getDecoder().decode(Files.readString(file).strip())));
        trusted.put(id(key), key);
    }

    /** The public key that belongs to the private one, found by trying. */
    private String matching() throws GeneralSecurityException {
        byte[] probe = Hashes.sha256(folder.toString().getBytes(StandardCharsets.UTF_8));
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(signing);
        signer.update(probe);
        byte[] signature = signer.sign();
        for (Map.Entry<String, PublicKey> key : trusted.entrySet()) {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key.getValue());
            verifier.update(probe);
            if (verifier.verify(signature)) return key.getKey();
        }
        throw new GeneralSecurityException("the public key of " + PRIVATE + " is missing");
    }

    private static boolean isPublic(Path file) {
        return file.getFileName().toString().matches("audit-[0-9a-f]{16}\\.pub");
    }

    private static String id(PublicKey key) {
        return Hashes.hex(Hashes.sha256(key.getEncoded())).substring(0, 16);
    }
}
