package polyclinic.audit.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.audit.ServiceTest;
import polyclinic.audit.chain.Hashes;
import polyclinic.audit.ingest.Feed;
import polyclinic.audit.merkle.Merkle;
import polyclinic.commons.json.Json;
import polyclinic.commons.testing.S3Server;

@QuarkusTest
class CheckpointTest extends ServiceTest {
    @Inject
    Vault vault;

    @Test
    void a_proof_can_be_checked_with_nothing_but_what_it_holds() throws Exception {
        int chain = freshChain();
        feed.append(chain, 1, 13);
        checkpoint(chain);
        feed.append(chain, 14, 40);
        checkpoint(chain);

        for (int number : List.of(1, 13, 14, 29, 40)) {
            JsonPath proof = as("auditor")
                    .get("/api/v1/audit/" + Feed.recorded(chain, number).id() + "/proof")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();

            byte[] hash = Hashes.sha256(
                    hex(proof.getString("entry.previousHash")),
                    proof.getString("canonical").getBytes(StandardCharsets.UTF_8));
            assertThat(Hashes.hex(hash)).isEqualTo(proof.getString("entry.hash"));
            assertThat(proof.getLong("leafIndex")).isEqualTo(number - 1);
            assertThat(Merkle.includes(
                            Merkle.leaf(hash),
                            proof.getLong("leafIndex"),
                            proof.getLong("treeSize"),
                            hexes(proof.getList("path")),
                            hex(proof.getString("checkpoint.root"))))
                    .isTrue();
            assertThat(isSigned(proof.getMap("checkpoint"), proof.getString("key.publicKey")))
                    .isTrue();
        }
    }

    @Test
    void an_entry_that_no_checkpoint_covers_yet_gets_one_with_its_proof() {
        int chain = freshChain();
        feed.append(chain, 1, 3);

        as("auditor")
                .get("/api/v1/audit/" + Feed.recorded(chain, 2).id() + "/proof")
                .then()
                .statusCode(200);

        assertThat(collection("checkpoints").countDocuments(Filters.eq("chain", chain)))
                .isEqualTo(1);
    }

    @Test
    void an_entry_that_was_changed_cannot_be_proved() {
        int chain = freshChain();
        feed.append(chain, 1, 3);
        checkpoint(chain);
        collection("entries")
                .updateOne(
                        Filters.eq("id", Feed.recorded(chain, 2).id()),
                        com.mongodb.client.model.Updates.set("action", "forged"));

        as("auditor")
                .get("/api/v1/audit/" + Feed.recorded(chain, 2).id() + "/proof")
                .then()
                .statusCode(409);
    }

    @Test
    void each_checkpoint_proves_that_it_extends_the_one_before() throws Exception {
        int chain = freshChain();
        int[] sizes = {3, 4, 9, 16, 17, 40};
        int from = 1;
        for (int size : sizes) {
            feed.append(chain, from, size);
            checkpoint(chain);
            from = size + 1;
        }

        List<Map<String, Object>> items = checkpoints("?chain=" + chain + "&limit=4");

        assertThat(items).hasSize(sizes.length);
        String key = as("admin").get("/api/v1/audit/keys").jsonPath().getString("items.find { it.current }.publicKey");
        for (Map<String, Object> item : items) {
            assertThat(isSigned(item, key)).isTrue();
            assertThat(item.get("archived")).isEqualTo(true);
            @SuppressWarnings("unchecked")
            List<String> proof = (List<String>) item.get("consistency");
            assertThat(Merkle.isConsistent(
                            ((Number) item.get("previousSize")).longValue(),
                            hex((String) item.get("previousRoot")),
                            ((Number) item.get("size")).longValue(),
                            hex((String) item.get("root")),
                            hexes(proof)))
                    .isTrue();
        }
    }

    @Test
    void one_checkpoint_covers_no_more_than_its_share() {
        int chain = freshChain();
        feed.append(chain, 1, 2100);

        checkpoint(chain);

        assertThat(checkpoints("?chain=" + chain).stream().map(item -> item.get("size")))
                .containsExactly(1000, 2000, 2100);
        assertThat(verified(chain).getList("problems")).isEmpty();
    }

    @Test
    void replicas_that_make_checkpoints_at_once_make_one_chain_of_them() {
        int chain = freshChain();
        feed.append(chain, 1, 50);

        io.smallrye.mutiny.Uni.join()
                .all(List.of(checkpointing.cover(chain), checkpointing.cover(chain), checkpointing.cover(chain)))
                .andFailFast()
                .await()
                .indefinitely();
        checkpointing.archive().await().indefinitely();

        assertThat(checkpoints("?chain=" + chain)).hasSize(1);
        assertThat(verified(chain).getList("problems")).isEmpty();
    }

    @Test
    void while_s3_is_away_checkpoints_wait_and_nothing_is_lost() {
        int chain = freshChain();
        feed.append(chain, 1, 10);
        S3Server.current().kill();
        try {
            checkpoint(chain);
            feed.append(chain, 11, 20);
            checkpoint(chain);

            assertThat(checkpoints("?chain=" + chain).stream().map(item -> item.get("archived")))
                    .containsExactly(false, false);
            as("auditor").body("{}").post("/api/v1/audit/verify").then().statusCode(503);
        } finally {
            S3Server.current().start();
        }
        checkpointing.run().await().indefinitely();

        assertThat(checkpoints("?chain=" + chain).stream().map(item -> item.get("archived")))
                .containsExactly(true, true);
        Checkpoint archived = vault.get(chain, 2).await().indefinitely();
        assertThat(archived.size()).isEqualTo(20);
        assertThat(verified(chain).getList("problems")).isEmpty();
    }

    @Test
    void what_is_in_s3_is_never_written_over() {
        int chain = freshChain();
        feed.append(chain, 1, 10);
        checkpoint(chain);
        Checkpoint first = vault.get(chain, 1).await().indefinitely();
        collection("checkpoints").deleteOne(Filters.eq("_id", first.key()));
        Document forged = Document.parse(Json.write(first));
        forged.append("_id", first.key()).append("archived", false).append("createdAt", "2020-01-01T00:00:00Z");
        collection("checkpoints").insertOne(forged);

        assertThat(vault.put(checkpoint(forged))
                        .onFailure()
                        .recoverWithNull()
                        .await()
                        .indefinitely())
                .isNull();

        assertThat(vault.get(chain, 1).await().indefinitely().createdAt()).isEqualTo(first.createdAt());
    }

    @Test
    void the_signing_key_is_made_once_and_for_its_owner_only(@TempDir Path folder) throws Exception {
        SigningKeys first = new SigningKeys(folder.resolve("keys").toString());
        SigningKeys second = new SigningKeys(folder.resolve("keys").toString());

        assertThat(second.keyId()).isEqualTo(first.keyId());
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("keys/audit-signing.key"))))
                .isEqualTo("rw-------");
        assertThat(first.published()).hasSize(1);
    }

    @Test
    void a_key_that_was_changed_is_still_trusted_for_what_it_signed(@TempDir Path folder) throws Exception {
        SigningKeys old = new SigningKeys(folder.toString());
        Files.delete(folder.resolve("audit-signing.key"));

        SigningKeys changed = new SigningKeys(folder.toString());

        assertThat(changed.keyId()).isNotEqualTo(old.keyId());
        assertThat(changed.published()).hasSize(2);
        assertThat(changed.published().stream()
                        .filter(SigningKeys.Published::current)
                        .map(SigningKeys.Published::keyId))
                .containsExactly(changed.keyId());
    }

    private static Checkpoint checkpoint(Document document) {
        return Checkpoint.of(document);
    }

    private static List<Map<String, Object>> checkpoints(String query) {
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

    /** As an outsider would: the named members in RFC 8785 form, then Ed25519. */
    private static boolean isSigned(Map<String, Object> checkpoint, String publicKey) throws Exception {
        TreeMap<String, Object> signed = new TreeMap<>();
        for (String member : List.of(
                "chain",
                "createdAt",
                "head",
                "keyId",
                "number",
                "origin",
                "previousRoot",
                "previousSize",
                "root",
                "size")) signed.put(member, checkpoint.get(member));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey))));
        verifier.update(Json.write(signed).getBytes(StandardCharsets.UTF_8));
        return verifier.verify(Base64.getDecoder().decode((String) checkpoint.get("signature")));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static List<byte[]> hexes(List<String> texts) {
        return texts.stream().map(CheckpointTest::hex).toList();
    }
}
