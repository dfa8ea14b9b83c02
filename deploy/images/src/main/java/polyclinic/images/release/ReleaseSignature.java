package polyclinic.images.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The signature of a list of images. The list has the digest of each, so whoever verifies it and an image's digest knows the image. With
 * cosign and a key for it, cosign signs, and each pushed image as well; otherwise the suite's own Ed25519 key.
 *
 * @param folder of the list
 * @param environment of the user
 * @param ownKey file of the suite's own private key, made when it is missing
 */
public record ReleaseSignature(Path folder, Map<String, String> environment, Path ownKey) {
    private static final String OWN = ReleaseList.FILE + ".sig";
    private static final String COSIGN = ReleaseList.FILE + ".bundle";

    /** Signs, and returns who did, in words. */
    public String sign(ReleaseList list) throws IOException {
        Files.deleteIfExists(folder.resolve(OWN));
        Files.deleteIfExists(folder.resolve(COSIGN));
        Optional<Cosign> cosign = Cosign.find(environment);
        if (cosign.isPresent()) {
            cosign.get().signFile(folder.resolve(ReleaseList.FILE), folder.resolve(COSIGN));
            for (ReleaseImage image : list.images()) {
                if (image.pushed() != null) {
                    cosign.get().signImage(image.pushed(), folder);
                }
            }
            return "cosign, key " + cosign.get().key();
        }
        ReleaseKey.provide(ownKey);
        byte[] signature = ReleaseKey.sign(ownKey, ReleaseList.bytes(folder));
        Files.writeString(folder.resolve(OWN), Base64.getEncoder().encodeToString(signature) + "\n");
        return "Ed25519, key " + ReleaseKey.id(ReleaseKey.publicFile(ownKey)) + " (" + ReleaseKey.publicFile(ownKey)
                + ")";
    }

    /**
     * Returns by whom the list is signed, in words.
     *
     * @param publicKey the key that is trusted; without one that of {@code ownKey}, or {@code POLYCLINIC_COSIGN_PUBLIC_KEY}
     * @throws IOException when it is not signed, by another key, or was changed since
     */
    public String verify(Optional<Path> publicKey) throws IOException {
        if (Files.exists(folder.resolve(COSIGN))) {
            String key =
                    publicKey.map(Path::toString).orElse(environment.getOrDefault("POLYCLINIC_COSIGN_PUBLIC_KEY", ""));
            Cosign cosign = Cosign.find(
                            Map.of("PATH", environment.getOrDefault("PATH", ""), "POLYCLINIC_COSIGN_KEY", key))
                    .orElseThrow(
                            () -> new IOException(
                                    "the list is signed by cosign: install it and give the public key by --key or POLYCLINIC_COSIGN_PUBLIC_KEY"));
            cosign.verifyFile(folder.resolve(ReleaseList.FILE), folder.resolve(COSIGN), key);
            return "cosign, key " + key;
        }
        if (!Files.exists(folder.resolve(OWN))) {
            throw new IOException("the list is not signed");
        }
        Path key = publicKey.orElse(ReleaseKey.publicFile(ownKey));
        if (!Files.exists(key)) {
            throw new IOException("there is no public key " + key + "; give the one that you trust by --key");
        }
        if (!ReleaseKey.verifies(key, ReleaseList.bytes(folder), signature())) {
            throw new IOException("the signature is not by the key " + ReleaseKey.id(key)
                    + ", or the list was changed after it was signed");
        }
        return "Ed25519, key " + ReleaseKey.id(key);
    }

    private byte[] signature() throws IOException {
        try {
            return Base64.getDecoder()
                    .decode(Files.readString(folder.resolve(OWN)).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException(OWN + " is no signature", e);
        }
    }
}
