package polyclinic.recovery.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import polyclinic.recovery.progress.RecoveryFailed;

/**
 * A manifest and its signature in one text: the envelope of DSSE (Dead Simple Signing Envelope 1.0). What was signed are the
 * very bytes of the manifest, so that no canonical form is needed.
 */
public final class Envelope {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "application/vnd.polyclinic.recovery-point+json";
    private static final int ID_DIGITS = 16;

    private Envelope() {}

    /** Returns the envelope's text. */
    public static byte[] seal(PointManifest manifest, PointSigningKey key) {
        try {
            byte[] payload = JSON.writeValueAsBytes(manifest);
            var envelope = JSON.createObjectNode()
                    .put("payloadType", TYPE)
                    .put("payload", Base64.getEncoder().encodeToString(payload));
            envelope.putArray("signatures")
                    .addObject()
                    .put("keyid", id(key.publicKey()))
                    .put("sig", Base64.getEncoder().encodeToString(key.sign(encoded(payload))));
            return JSON.writeValueAsBytes(envelope);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns the manifest if one of the keys signed it.
     *
     * @param name for the message
     * @param keys public keys (X.509, DER)
     */
    public static PointManifest open(String name, byte[] envelope, Iterable<byte[]> keys) {
        try {
            JsonNode content = JSON.readTree(envelope);
            byte[] payload = Base64.getDecoder().decode(content.path("payload").asText());
            for (JsonNode signature : content.path("signatures")) {
                byte[] value = Base64.getDecoder().decode(signature.path("sig").asText());
                for (byte[] key : keys) {
                    if (isSigned(encoded(payload), value, key)) {
                        return manifest(name, payload);
                    }
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new RecoveryFailed("the manifest of " + name + " is damaged", e);
        }
        throw new RecoveryFailed(
                "the manifest of " + name + " is not signed by a key that is trusted; it may have been changed");
    }

    /** Returns by what people tell keys apart. */
    public static String id(byte[] publicKey) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(publicKey))
                    .substring(0, ID_DIGITS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PointManifest manifest(String name, byte[] payload) throws IOException {
        PointManifest manifest = JSON.readValue(payload, PointManifest.class);
        if (manifest.format() != PointManifest.FORMAT) {
            throw new RecoveryFailed(
                    name + " was made by another version of this program (format " + manifest.format() + ")");
        }
        if (!manifest.id().equals(name)) {
            throw new RecoveryFailed("the manifest of " + name + " is the one of " + manifest.id());
        }
        return manifest;
    }

    private static boolean isSigned(byte[] content, byte[] value, byte[] key) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key)));
            signature.update(content);
            return signature.verify(value);
        } catch (GeneralSecurityException notThisKey) {
            return false;
        }
    }

    /** DSSE's encoding of what is signed: the type belongs to it. */
    private static byte[] encoded(byte[] payload) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(
                ("DSSEv1 " + TYPE.length() + " " + TYPE + " " + payload.length + " ").getBytes(StandardCharsets.UTF_8));
        out.write(payload);
        return out.toByteArray();
    }
}
