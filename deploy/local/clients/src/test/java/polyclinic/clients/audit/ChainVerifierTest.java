package polyclinic.clients.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.clients.audit.hashes.Rfc8785;
import polyclinic.clients.audit.hashes.TreeHash;

/** Ten entries, checkpoints at 4 and 8. */
class ChainVerifierTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();

    private KeyPair pair;
    private Map<String, PublicKey> keys;
    private EntrySignatures signatures = new EntrySignatures(Map.of(), Optional.empty());
    private final List<ObjectNode> entries = new ArrayList<>();
    private final List<ObjectNode> checkpoints = new ArrayList<>();

    @BeforeEach
    void a_chain() throws Exception {
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        keys = Map.of("k1", pair.getPublic());
        for (int i = 1; i <= 10; i++) entries.add(entry(i));
        rehash(1);
        checkpoints.add(checkpoint(1, 0, 4));
        checkpoints.add(checkpoint(2, 4, 8));
    }

    @Test
    void a_whole_chain_has_no_finding() {
        ChainVerifier check = checked();

        assertThat(check.findings()).isEmpty();
        assertThat(check.length()).isEqualTo(10);
        assertThat(check.head()).isEqualTo(entries.get(9).get("hash").asText());
    }

    @Test
    void an_edit_is_found_at_its_entry() {
        entries.get(5).put("action", "forged");

        assertThat(firstOf(checked()).seq()).isEqualTo(6);
    }

    @Test
    void a_chain_hashed_again_is_found_at_the_edit_by_the_leaves_in_s3() {
        entries.get(5).put("action", "forged");
        rehash(6);

        assertThat(firstOf(checked()).seq()).isEqualTo(6);
        assertThat(firstOf(checked()).what()).contains("hashed again");
    }

    @Test
    void without_s3_an_edit_is_found_at_the_checkpoint_that_covers_it() {
        entries.get(5).put("action", "forged");
        rehash(6);

        assertThat(firstOf(checkedWithoutS3()).seq()).isEqualTo(5);
    }

    @Test
    void a_deleted_entry_is_found_at_its_place() {
        entries.remove(2);

        assertThat(checked().findings()).extracting(ChainFinding::seq).containsExactly(3L);
    }

    @Test
    void a_cut_tail_is_found_where_it_began() {
        entries.subList(6, 10).clear();

        assertThat(firstOf(checked()).seq()).isEqualTo(7);
        assertThat(firstOf(checkedWithoutS3()).seq()).isEqualTo(7);
    }

    @Test
    void a_checkpoint_with_a_false_signature_is_found() {
        checkpoints.get(1).put("root", "00".repeat(32));

        assertThat(checked().findings())
                .extracting(ChainFinding::what)
                .anyMatch(what -> what.contains("checkpoint 2 in S3 is not signed"));
    }

    @Test
    void a_damaged_checkpoint_in_s3_is_not_signed() {
        checkpoints.get(1).put("size", 8.5);
        checkpoints.get(1).remove("createdAt");

        assertThat(checked().findings())
                .extracting(ChainFinding::what)
                .contains("checkpoint 2 in S3 is not signed by a known key");
    }

    /** Four left the database; it still has the fifth of a sealed year, as it does while a year leaves. */
    @Test
    void entries_of_a_sealed_year_are_the_beginning_of_the_chain() {
        assertThat(archivedTo(5, 4).findings()).isEmpty();
        assertThat(archivedTo(5, 4).length()).isEqualTo(10);

        assertThat(archivedTo(3, 4).findings()).extracting(ChainFinding::seq).containsExactly(4L);
        entries.get(1).put("action", "forged");
        assertThat(firstOf(archivedTo(5, 4)).seq()).isEqualTo(2);
    }

    @Test
    void an_entry_that_the_database_has_otherwise_than_it_was_sealed_is_found() {
        ChainVerifier check = with(checkpoints);
        entries.subList(0, 5).forEach(entry -> check.archived(checked(entry)));
        entries.get(4).put("action", "forged");
        entries.subList(4, 10).forEach(entry -> check.entry(checked(entry)));
        check.end();

        assertThat(firstOf(check).seq()).isEqualTo(5);
        assertThat(firstOf(check).what()).contains("as it was sealed");
    }

    /** Four entries of a year, two parts. */
    @Test
    void a_sealed_year_is_proved_by_its_manifest() throws Exception {
        ObjectNode first = manifest(2024, 1, 4, 1, null);
        ObjectNode second = manifest(2025, 5, 8, 2, first);

        assertThat(sealed(first, second).findings()).isEmpty();

        assertThat(firstOf(sealed(second)).what()).contains("does not follow");
        assertThat(firstOf(sealed(first, manifest(2025, 5, 8, 2, second))).what())
                .contains("does not follow");
        assertThat(firstOf(sealed(manifest(2024, 1, 3, 1, null))).what()).contains("does not end where");
        assertThat(firstOf(sealed(sealedAs(first.deepCopy().put("root", "00".repeat(32)))))
                        .what())
                .contains("does not end where");
        ObjectNode gap = first.deepCopy();
        ((ObjectNode) gap.path("parts").path(1)).put("from", 4);
        assertThat(firstOf(sealed(sealedAs(gap))).what()).contains("all parts");
        assertThat(firstOf(sealed(first.deepCopy().put("lastSeq", 8))).what()).contains("not signed");
        assertThat(firstOf(sealed(JSON.createObjectNode().put("year", 2024))).what())
                .contains("not signed");
    }

    @Test
    void a_manifest_in_the_place_of_another_year_is_not_signed_for_it() throws Exception {
        SegmentManifest moved = SegmentManifest.of(manifest(2024, 1, 4, 1, null), 0, 2023, keys);

        assertThat(moved.signed()).isFalse();
        assertThat(SegmentManifest.of(manifest(2024, 1, 4, 1, null), 1, 2024, keys)
                        .signed())
                .isFalse();
    }

    private ChainVerifier sealed(ObjectNode... manifests) {
        ChainVerifier check = with(checkpoints);
        for (ObjectNode manifest : manifests)
            check.sealed(SegmentManifest.of(manifest, 0, manifest.path("year").asInt(), keys));
        entries.forEach(entry -> check.entry(checked(entry)));
        check.end();
        return check;
    }

    private ObjectNode manifest(int year, int from, int to, int checkpoint, @Nullable ObjectNode before)
            throws Exception {
        ObjectNode end = checkpoints.get(checkpoint - 1);
        ObjectNode manifest = JSON.createObjectNode()
                .put("origin", "polyclinic-audit-segment/v1")
                .put("chain", 0)
                .put("year", year)
                .put("firstSeq", from)
                .put("lastSeq", to)
                .put("lastCheckpoint", checkpoint)
                .put("root", end.path("root").asText())
                .put("head", end.path("head").asText())
                .put("keyId", "k1");
        if (before != null) manifest.put("previous", HEX.formatHex(TreeHash.sha256(Rfc8785.bytes(before))));
        manifest.putArray("parts")
                .add(JSON.createObjectNode().put("name", "a").put("from", from).put("to", from + 1))
                .add(JSON.createObjectNode()
                        .put("name", "b")
                        .put("from", from + 2)
                        .put("to", to));
        return sealedAs(manifest);
    }

    private ObjectNode sealedAs(ObjectNode manifest) throws Exception {
        manifest.remove("signature");
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(Rfc8785.bytes(manifest));
        return manifest.put("signature", Base64.getEncoder().encodeToString(signer.sign()));
    }

    private CheckedEntry checked(ObjectNode entry) {
        return CheckedEntry.of(entry.deepCopy(), signatures);
    }

    /** @param database the first position behind which the database has entries */
    private ChainVerifier archivedTo(int segment, int database) {
        ChainVerifier check = with(checkpoints);
        entries.subList(0, segment).forEach(entry -> check.archived(checked(entry)));
        entries.subList(database, 10).forEach(entry -> check.entry(checked(entry)));
        check.end();
        return check;
    }

    private ChainVerifier with(List<ObjectNode> signed) {
        ChainVerifier check = new ChainVerifier(0, signatures);
        for (ObjectNode checkpoint : signed) {
            check.addFromS3(PublishedCheckpoint.of(checkpoint, keys));
            check.addFromApi(PublishedCheckpoint.of(checkpoint, keys));
        }
        check.compareCheckpoints(true);
        return check;
    }

    private static ChainFinding firstOf(ChainVerifier chain) {
        return chain.first().orElseThrow();
    }

    private ChainVerifier checked() {
        return check(true);
    }

    private ChainVerifier checkedWithoutS3() {
        return check(false);
    }

    private ChainVerifier check(boolean s3) {
        ChainVerifier check = new ChainVerifier(0, signatures);
        for (ObjectNode checkpoint : checkpoints) {
            if (s3) check.addFromS3(PublishedCheckpoint.of(checkpoint, keys));
            check.addFromApi(PublishedCheckpoint.of(checkpoint, keys));
        }
        check.compareCheckpoints(s3);
        entries.forEach(entry -> check.entry(checked(entry)));
        check.end();
        return check;
    }

    @Test
    void entries_signed_by_the_services_that_they_name_are_whole() throws Exception {
        KeyPair service = service("patient-service");
        sign(5, service, "patient-service");
        for (int i = 6; i <= 10; i++) sign(i, service, "patient-service");

        assertThat(withoutCheckpoints().findings()).isEmpty();
    }

    @Test
    void an_entry_that_was_forged_before_it_was_chained_is_found() throws Exception {
        sign(10, service("patient-service"), "patient-service");
        entries.get(9).put("action", "forged");

        assertThat(firstOf(withoutCheckpoints()).what()).contains("was not signed by the service");
    }

    @Test
    void an_entry_signed_with_the_key_of_another_service_is_found() throws Exception {
        sign(10, service("patient-service"), "notes-service");

        assertThat(firstOf(withoutCheckpoints()).what()).contains("another service");
    }

    @Test
    void an_entry_signed_with_an_unknown_key_is_found() throws Exception {
        sign(10, KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), "patient-service");

        assertThat(firstOf(withoutCheckpoints()).what()).contains("no service has");
    }

    @Test
    void an_unsigned_entry_behind_a_signed_one_is_found_unless_it_is_of_before() throws Exception {
        KeyPair service = service("patient-service");
        sign(8, service, "patient-service");
        sign(9, service, "patient-service");
        entries.get(9).put("occurredAt", "2026-03-01T10:00:00.000000Z");

        assertThat(firstOf(withoutCheckpoints()).what()).contains("is not signed");

        signatures = new EntrySignatures(signatures.producers(), Optional.of(Instant.parse("2026-03-01T11:00:00Z")));
        assertThat(withoutCheckpoints().findings()).isEmpty();
    }

    private ChainVerifier withoutCheckpoints() {
        checkpoints.clear();
        rehash(1);
        return checked();
    }

    /** The JDK signs and makes the key here, the verifier uses Bouncy Castle: both follow RFC 8032. */
    private KeyPair service(String name) throws Exception {
        KeyPair service = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        ObjectNode published = JSON.createObjectNode();
        published
                .putArray("producers")
                .addObject()
                .put("service", name)
                .put("keyId", keyId(service))
                .put(
                        "publicKey",
                        Base64.getEncoder().encodeToString(service.getPublic().getEncoded()));
        signatures = EntrySignatures.of(published, Optional.empty());
        return service;
    }

    private static String keyId(KeyPair service) {
        return HEX.formatHex(TreeHash.sha256(service.getPublic().getEncoded())).substring(0, 16);
    }

    /** As a service does it, which knows neither place nor hash. */
    private void sign(int seq, KeyPair service, String name) throws Exception {
        ObjectNode entry = entries.get(seq - 1);
        entry.putObject("source").put("service", name);
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(service.getPrivate());
        signer.update(Rfc8785.bytes(entry.deepCopy().without(List.of("seq", "chain", "hash", "previousHash"))));
        entry.putObject("signature")
                .put("keyId", keyId(service))
                .put("value", Base64.getEncoder().encodeToString(signer.sign()));
    }

    private static ObjectNode entry(int seq) {
        return JSON.createObjectNode()
                .put("id", "e" + seq)
                .put("seq", seq)
                .put("chain", 0)
                .put("action", "read");
    }

    private void rehash(int from) {
        for (int i = from - 1; i < entries.size(); i++) {
            ObjectNode entry = entries.get(i);
            entry.remove(List.of("hash", "previousHash"));
            String previous =
                    i == 0 ? "00".repeat(32) : entries.get(i - 1).get("hash").asText();
            String hash = HEX.formatHex(TreeHash.sha256(HEX.parseHex(previous), Rfc8785.bytes(entry)));
            entry.put("hash", hash).put("previousHash", previous);
        }
    }

    private ObjectNode checkpoint(int number, int from, int to) throws Exception {
        ObjectNode checkpoint = JSON.createObjectNode()
                .put("chain", 0)
                .put("createdAt", "2026-03-01T10:00:00Z")
                .put("head", entries.get(to - 1).get("hash").asText())
                .put("keyId", "k1")
                .put("number", number)
                .put("origin", "polyclinic-audit/v1")
                .put("previousRoot", root(from))
                .put("previousSize", from)
                .put("root", root(to))
                .put("size", to);
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(Rfc8785.text(checkpoint).getBytes(StandardCharsets.UTF_8));
        checkpoint.put("signature", Base64.getEncoder().encodeToString(signer.sign()));
        byte[] leaves = new byte[(to - from) * 32];
        for (int i = from; i < to; i++)
            System.arraycopy(HEX.parseHex(entries.get(i).get("hash").asText()), 0, leaves, (i - from) * 32, 32);
        return checkpoint
                .put("leaves", Base64.getEncoder().encodeToString(leaves))
                .put("archived", true);
    }

    private String root(int size) {
        TreeHash tree = new TreeHash();
        for (int i = 0; i < size; i++)
            tree.append(HEX.parseHex(entries.get(i).get("hash").asText()));
        return HEX.formatHex(tree.root());
    }
}
