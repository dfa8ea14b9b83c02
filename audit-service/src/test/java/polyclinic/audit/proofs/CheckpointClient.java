package polyclinic.audit.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import polyclinic.audit.tree.Hashes;
import polyclinic.audit.tree.MerkleHash;
import polyclinic.audit.tree.MerkleProof;
import polyclinic.commons.json.Json;

/** An outsider that lists checkpoints and checks them without the service's code. */
public final class CheckpointClient {
    private static final List<String> SIGNED_MEMBERS = List.of(
            "chain", "createdAt", "head", "keyId", "number", "origin", "previousRoot", "previousSize", "root", "size");

    private CheckpointClient() {}

    /** All pages of a list. */
    public static List<Map<String, Object>> checkpoints(String query) {
        List<Map<String, Object>> items = new ArrayList<>();
        String after = null;
        do {
            JsonPath page = as("admin")
                    .get("/api/v1/audit/checkpoints" + query + (after == null ? "" : "&after=" + after))
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            items.addAll(page.getList("items"));
            after = page.getString("next");
        } while (after != null);
        return items;
    }

    /** The named members in RFC 8785 form, then Ed25519. */
    public static boolean isSigned(Map<String, Object> checkpoint, String publicKey) throws GeneralSecurityException {
        TreeMap<String, Object> signed = new TreeMap<>();
        for (String member : SIGNED_MEMBERS) signed.put(member, checkpoint.get(member));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey))));
        verifier.update(Json.write(signed).getBytes(StandardCharsets.UTF_8));
        return verifier.verify(Base64.getDecoder().decode((String) checkpoint.get("signature")));
    }

    /** Fails unless the proof leads from its entry to a signed checkpoint, by nothing but what it holds. */
    public static void assertHolds(JsonPath proof) throws GeneralSecurityException {
        byte[] hash = Hashes.sha256(
                hex(proof.getString("entry.previousHash")),
                proof.getString("canonical").getBytes(StandardCharsets.UTF_8));
        assertThat(Hashes.hex(hash)).isEqualTo(proof.getString("entry.hash"));
        assertThat(proof.getLong("leafIndex")).isEqualTo(proof.getLong("entry.seq") - 1);
        assertThat(MerkleProof.includes(
                        MerkleHash.leaf(hash),
                        proof.getLong("leafIndex"),
                        proof.getLong("treeSize"),
                        hexes(proof.getList("path")),
                        hex(proof.getString("checkpoint.root"))))
                .isTrue();
        assertThat(isSigned(proof.getMap("checkpoint"), proof.getString("key.publicKey")))
                .isTrue();
    }

    public static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    public static List<byte[]> hexes(List<String> texts) {
        return texts.stream().map(CheckpointClient::hex).toList();
    }
}
