package polyclinic.clients.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.audit.hashes.Rfc8785;
import polyclinic.clients.audit.hashes.TreeHash;

/**
 * A checkpoint as the API or S3 gave it.
 *
 * @param signedText what the signature covers: the RFC 8785 form of the ten signed members; empty when they have none
 * @param signed whether it is signed by a known key
 * @param leaves hashes of the entries that it adds; empty when it came from the API
 */
record PublishedCheckpoint(
        int chain,
        long number,
        long size,
        String root,
        String head,
        long previousSize,
        String signedText,
        boolean signed,
        List<byte[]> leaves) {
    private static final String ORIGIN = "polyclinic-audit/v1";
    private static final String[] SIGNED = {
        "chain", "createdAt", "head", "keyId", "number", "origin", "previousRoot", "previousSize", "root", "size"
    };
    private static final int HASH_BYTES = 32;

    static PublishedCheckpoint of(JsonNode json, Map<String, PublicKey> keys) {
        String text = signedText(json);
        return new PublishedCheckpoint(
                json.path("chain").asInt(-1),
                json.path("number").asLong(),
                json.path("size").asLong(),
                json.path("root").asText(),
                json.path("head").asText(),
                json.path("previousSize").asLong(),
                text,
                ORIGIN.equals(json.path("origin").asText())
                        && isSigned(
                                text,
                                keys.get(json.path("keyId").asText()),
                                json.path("signature").asText()),
                leaves(json.path("leaves").asText("")));
    }

    /** Returns key id → key of a response of {@code GET /audit/keys}; keys whose id is not their own hash are left out. */
    static Map<String, PublicKey> keys(JsonNode response) throws GeneralSecurityException {
        Map<String, PublicKey> keys = new HashMap<>();
        for (JsonNode item : response.path("items")) {
            byte[] encoded = Base64.getDecoder().decode(item.path("publicKey").asText());
            String id = HexFormat.of().formatHex(TreeHash.sha256(encoded)).substring(0, 16);
            if (id.equals(item.path("keyId").asText()))
                keys.put(id, KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        }
        return keys;
    }

    private static String signedText(JsonNode json) {
        ObjectNode signed = JsonNodeFactory.instance.objectNode();
        for (String member : SIGNED) signed.set(member, json.path(member));
        try {
            return Rfc8785.text(signed);
        } catch (IllegalArgumentException damaged) {
            return "";
        }
    }

    /** Whether the key made this signature (base64) of the text. */
    static boolean isSigned(String text, @Nullable PublicKey key, String signature) {
        if (key == null) return false;
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(text.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException damaged) {
            return false;
        }
    }

    private static List<byte[]> leaves(String base64) {
        List<byte[]> leaves = new ArrayList<>();
        try {
            byte[] all = Base64.getDecoder().decode(base64);
            for (int i = 0; i + HASH_BYTES <= all.length; i += HASH_BYTES)
                leaves.add(Arrays.copyOfRange(all, i, i + HASH_BYTES));
        } catch (IllegalArgumentException damaged) {
            leaves.clear();
        }
        return leaves;
    }
}
