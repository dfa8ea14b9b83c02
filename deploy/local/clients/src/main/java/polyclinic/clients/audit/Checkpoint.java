package polyclinic.clients.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint as the API or S3 gave it.
 *
 * @param signedText what the signature is over: the RFC 8785 form of the ten signed members
 * @param leaves hashes of the entries that it adds; empty when it came from the API
 */
record Checkpoint(
        int chain,
        long number,
        long size,
        String root,
        String head,
        long previousSize,
        String signedText,
        boolean signed,
        List<byte[]> leaves) {
    private static final String[] SIGNED = {
        "chain", "createdAt", "head", "keyId", "number", "origin", "previousRoot", "previousSize", "root", "size"
    };

    static Checkpoint of(JsonNode json, Map<String, PublicKey> keys) {
        ObjectNode signed = JsonNodeFactory.instance.objectNode();
        for (String member : SIGNED) signed.set(member, json.path(member));
        String text = Jcs.text(signed);
        return new Checkpoint(
                json.path("chain").asInt(-1),
                json.path("number").asLong(),
                json.path("size").asLong(),
                json.path("root").asText(),
                json.path("head").asText(),
                json.path("previousSize").asLong(),
                text,
                "polyclinic-audit/v1".equals(json.path("origin").asText())
                        && isSigned(
                                text,
                                keys.get(json.path("keyId").asText()),
                                json.path("signature").asText()),
                leaves(json.path("leaves").asText("")));
    }

    /** Key id → key, from the answer of {@code GET /audit/keys}; a key has to be what its id says. */
    static Map<String, PublicKey> keys(JsonNode answer) throws GeneralSecurityException {
        Map<String, PublicKey> keys = new HashMap<>();
        for (JsonNode item : answer.path("items")) {
            byte[] encoded = Base64.getDecoder().decode(item.path("publicKey").asText());
            String id = java.util.HexFormat.of().formatHex(Tree.sha256(encoded)).substring(0, 16);
            if (id.equals(item.path("keyId").asText()))
                keys.put(id, KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        }
        return keys;
    }

    private static boolean isSigned(String text, PublicKey key, String signature) {
        if (key == null) return false;
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException damaged) {
            return false;
        }
    }

    private static List<byte[]> leaves(String base64) {
        List<byte[]> leaves = new ArrayList<>();
        try {
            byte[] all = Base64.getDecoder().decode(base64);
            for (int i = 0; i + 32 <= all.length; i += 32) leaves.add(java.util.Arrays.copyOfRange(all, i, i + 32));
        } catch (IllegalArgumentException damaged) {
            leaves.clear();
        }
        return leaves;
    }
}
