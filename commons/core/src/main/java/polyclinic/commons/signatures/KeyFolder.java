package polyclinic.commons.signatures;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The keys of one purpose as files: one private key, and a {@code <owner>-<keyId>.pub} for each public key that is trusted.
 * Each file is the base64 of the encoded key. To change the key, put another private one in its place and leave the
 * {@code .pub} files: what the old one signed stays proven.
 *
 * @param folder of {@code POLYCLINIC_KEYS}
 * @param privateFile name of the private key's file
 * @param owner how the names of public keys begin
 */
public record KeyFolder(Path folder, String privateFile, String owner) {
    private static final String PUBLIC_FILE = "%s-%s.pub";
    private static final String KEY_ID = "-[0-9a-f]{16}\\.pub";

    /**
     * Returns the key that signs.
     *
     * @param create whether it is made when there is none; in production a service without its key must not start
     * @throws IllegalStateException when it is missing, or is no key
     */
    public SignatureKey privateKey(boolean create) {
        Path file = folder.resolve(privateFile);
        try {
            if (!Files.exists(file)) {
                if (!create)
                    throw new IllegalStateException("the key " + file
                            + " is missing; put it there, or let it be made by POLYCLINIC_KEYS_CREATE=true");
                make(file);
            }
            return SignatureKey.of(read(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the key " + file, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(file + " holds no Ed25519 key", e);
        }
    }

    /** Key id → public key, in the order of the files' names. */
    public Map<String, VerifyingKey> publicKeys() {
        List<Path> files = files(folder, Pattern.compile(Pattern.quote(owner) + KEY_ID));
        Map<String, VerifyingKey> keys = new LinkedHashMap<>();
        for (Path file : files) {
            VerifyingKey key = publicKey(file);
            keys.put(key.id(), key);
        }
        return keys;
    }

    /**
     * Key id → the public key and its owner, of all owners of a folder; none when there is no such folder. A file that holds no
     * key is logged and left out, so that one owner's fault leaves the others known.
     */
    public static Map<String, OwnedKey> allPublicKeys(Path folder) {
        Map<String, OwnedKey> keys = new LinkedHashMap<>();
        for (Path file : files(folder, Pattern.compile(".+" + KEY_ID))) {
            String name = String.valueOf(file.getFileName());
            try {
                VerifyingKey key = publicKey(file);
                keys.put(key.id(), new OwnedKey(name.replaceFirst(KEY_ID + "$", ""), key));
            } catch (UncheckedIOException | IllegalStateException e) {
                Log.errorf("the public key %s cannot be read", name);
            }
        }
        return keys;
    }

    /** A public key with the name of whose it is. */
    public record OwnedKey(String owner, VerifyingKey key) {}

    /** The public key first and the private one by an atomic link, so that of two first starts one wins and no half is seen. */
    private void make(Path file) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        SignatureKey made = SignatureKey.random();
        Path publicFile =
                folder.resolve(PUBLIC_FILE.formatted(owner, made.publicKey().id()));
        Files.writeString(publicFile, text(made.publicKey().encoded()));
        Path draft = Files.createTempFile(
                folder,
                owner,
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, text(made.encoded()));
            Files.createLink(file, draft);
            Log.infof("made the key %s: %s", privateFile, made.publicKey().id());
        } catch (FileAlreadyExistsException another) {
            Files.delete(publicFile);
        } finally {
            Files.delete(draft);
        }
    }

    private static List<Path> files(Path folder, Pattern name) {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file ->
                            name.matcher(String.valueOf(file.getFileName())).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the keys in " + folder, e);
        }
    }

    private static VerifyingKey publicKey(Path file) {
        try {
            return VerifyingKey.of(read(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(file + " holds no Ed25519 public key", e);
        }
    }

    private static byte[] read(Path file) throws IOException {
        return Base64.getDecoder().decode(Files.readString(file).strip());
    }

    private static String text(byte[] key) {
        return Base64.getEncoder().encodeToString(key) + "\n";
    }
}
