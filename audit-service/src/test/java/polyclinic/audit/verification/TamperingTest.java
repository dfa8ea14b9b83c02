package polyclinic.audit.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.audit.ServiceTest;
import polyclinic.audit.chain.AuditRecord;
import polyclinic.audit.chain.ChainEntries;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.ChainHead;
import polyclinic.audit.chain.SampleRecords;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.TreeHead;
import polyclinic.audit.ingest.ChainFeed;
import polyclinic.audit.tree.Hashes;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** 60 entries under checkpoints at 20, 40 and 60, and five that no checkpoint covers yet; then somebody has the database. */
@QuarkusTest
class TamperingTest extends ServiceTest {
    private static final String BUCKET = "polyclinic-audit";

    @Inject
    S3AsyncClient s3;

    @Inject
    ChainEntries entries;

    private int chain;

    @BeforeEach
    void a_chain() {
        chain = freshChain();
        for (int from = 1; from <= 41; from += 20) {
            feed.append(chain, from, from + 19);
            checkpoint(chain);
        }
        feed.append(chain, 61, 65);
    }

    @Test
    void what_nobody_touched_is_whole() {
        JsonPath report = verified(chain);

        assertThat(report.getList("problems")).isEmpty();
        assertThat(report.getList("problems")).isEmpty();
        assertThat(report.getInt("length")).isEqualTo(65);
        assertThat(report.getInt("checkpoints")).isEqualTo(3);
        assertThat(report.getString("head")).isEqualTo(entry(65).hash());
    }

    @Test
    void the_whole_trail_is_not_valid_when_one_chain_is_broken() {
        edit(25, "outcome", "denied");

        JsonPath report = as("admin")
                .body("{}")
                .post("/api/v1/audit/verify")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(report.getBoolean("valid")).isFalse();
        assertThat(report.getInt("chains.find { it.chain == " + chain + " }.firstBroken.seq"))
                .isEqualTo(25);
        assertThat(report.getLong("entries")).isGreaterThanOrEqualTo(65);
    }

    @Test
    void an_edited_field_is_found_at_its_entry() {
        String id = entry(25).id();
        edit(25, "outcome", "denied");

        broken(25, "edited", id);
    }

    @Test
    void an_entry_that_its_service_did_not_sign_is_found_though_the_chain_is_whole() {
        int own = freshChain();
        AuditRecord signed = SampleRecords.signed(1, "patient-service", "patient-service");
        AuditRecord forged = SampleRecords.with(signed, "entityType", "note");
        feed.append(own, List.of(forged));

        assertThat(verified(own).getString("firstBroken.reason")).isEqualTo("forged");
        assertThat(verified(own).getString("firstBroken.entryId")).isEqualTo(forged.id());
    }

    @Test
    void an_entry_that_another_service_signed_is_found() {
        int own = freshChain();
        feed.append(own, List.of(SampleRecords.signed(2, "patient-service", "notes-service")));

        assertThat(verified(own).getString("firstBroken.reason")).isEqualTo("forged");
    }

    @Test
    void entries_from_before_services_signed_are_accepted_and_none_behind_the_first_that_is_signed() {
        int own = freshChain();
        AuditRecord before = ChainFeed.record(own, 1);
        AuditRecord signed = SampleRecords.signed(3, "patient-service", "patient-service");
        AuditRecord behind = ChainFeed.record(own, 2);
        feed.append(own, List.of(before, signed));
        assertThat(verified(own).getList("problems")).isEmpty();

        feed.append(own, List.of(behind));

        assertThat(verified(own).getString("firstBroken.reason")).isEqualTo("unsigned");
        assertThat(verified(own).getLong("firstBroken.seq")).isEqualTo(3);
    }

    @Test
    void an_edited_field_that_no_checkpoint_covers_is_found_too() {
        edit(63, "actor.subject", "somebody-else");

        broken(63, "edited", entry(63).id());
    }

    @Test
    void each_field_counts() {
        for (String field :
                List.of("id", "occurredAt", "actor.name", "action", "entityType", "entityId", "patientId", "hash")) {
            Object before = document(7).getEmbedded(List.of(field.split("\\.")), Object.class);
            edit(7, field, "x");
            assertThat(verified(chain).getInt("firstBroken.seq")).as(field).isEqualTo(7);
            edit(7, field, before);
        }
        edit(7, "offset", 1000L);
        assertThat(verified(chain).getInt("firstBroken.seq")).isEqualTo(7);
        edit(7, "offset", 6L);
        edit(7, "reason", "added");
        assertThat(verified(chain).getInt("firstBroken.seq")).isEqualTo(7);
    }

    @Test
    void a_field_of_another_type_is_an_edit_and_no_failure() {
        edit(12, "action", 7);
        edit(13, "actor", "nobody");
        edit(14, "seq", "14");

        JsonPath report = verified(chain);

        assertThat(report.getInt("firstBroken.seq")).isEqualTo(12);
        assertThat(report.getList("problems.findAll { it.reason == 'edited' }.seq"))
                .contains(12, 13, 14);
    }

    @Test
    void a_deleted_entry_is_found_at_its_place() {
        delete(31, 31);

        broken(31, "missing", null);
    }

    @Test
    void deleted_entries_are_found_even_when_the_rest_was_linked_around_them() {
        ChainHead before = entry(30).head();
        delete(31, 31);
        relink(32, before);

        broken(31, "missing", null);
    }

    @Test
    void two_swapped_entries_are_found_at_the_first() {
        Document first = document(33);
        Document second = document(35);
        replaceAt(33, second);
        replaceAt(35, first);

        broken(33, "moved", second.getString("id"));
    }

    @Test
    void entries_swapped_across_checkpoints_are_found_at_the_first() {
        Document first = document(15);
        Document second = document(64);
        replaceAt(15, second);
        replaceAt(64, first);

        broken(15, "edited", second.getString("id"));
    }

    @Test
    void a_tail_that_was_cut_is_found_where_it_began() {
        delete(55, 65);

        broken(55, "truncated", null);
    }

    @Test
    void a_tail_that_no_checkpoint_covers_is_missed_by_the_head() {
        delete(64, 65);

        broken(64, "truncated", null);
    }

    @Test
    void a_cut_tail_with_forged_head_and_without_its_checkpoints_is_still_known_to_s3() {
        ChainHead forged = entry(50).head();
        delete(51, 65);
        head(forged);
        collection("checkpoints").deleteOne(Filters.eq("_id", Checkpoint.key(chain, 3)));

        JsonPath report = broken(51, "truncated", null);

        assertThat(report.getList("problems.detail")).contains("checkpoint 3 is missing in the database");
    }

    @Test
    void a_chain_that_grew_again_after_its_tail_was_cut_is_found_where_it_differs() {
        ChainHead forged = entry(50).head();
        delete(51, 65);
        head(forged);
        regrow(forged, 51, 65);

        broken(51, "replaced", entry(51).id());
    }

    @Test
    void a_chain_hashed_again_after_an_edit_is_found_at_the_edit() {
        rehash(25);

        broken(25, "replaced", entry(25).id());
    }

    @Test
    void a_chain_hashed_again_with_new_checkpoints_by_another_key_is_found_at_the_edit() throws Exception {
        rehash(25);
        for (long number = 2; number <= 3; number++) forge(number, false);

        JsonPath report = broken(25, "replaced", entry(25).id());

        assertThat(report.getList("problems.detail"))
                .contains("checkpoint 2 in the database is not signed by a trusted key");
    }

    @Test
    void checkpoints_forged_in_both_stores_are_not_believed() throws Exception {
        rehash(25);
        for (long number = 2; number <= 3; number++) forge(number, true);

        JsonPath report = verified(chain);

        assertThat(report.getString("firstBroken.reason")).isEqualTo("checkpoint");
        assertThat(report.getInt("firstBroken.seq")).isEqualTo(21);
        assertThat(report.getList("problems.detail")).contains("checkpoint 2 in S3 is not signed by a trusted key");
    }

    @Test
    void a_chain_that_was_deleted_whole_is_still_known_to_s3() {
        delete(1, 65);
        collection("heads").deleteOne(Filters.eq("_id", chain));
        collection("checkpoints").deleteMany(Filters.eq("chain", chain));

        broken(1, "truncated", null);
    }

    @Test
    void a_checkpoint_deleted_from_s3_is_missed() {
        s3.deleteObject(request -> request.bucket(BUCKET).key(name(2))).join();

        JsonPath report = broken(21, "checkpoint", null);

        assertThat(report.getString("firstBroken.detail")).isEqualTo("checkpoint 2 is missing in S3");
    }

    @Test
    void checkpoints_lost_in_both_stores_do_not_hide_what_they_covered() {
        for (long number = 1; number <= 2; number++) {
            String name = name(number);
            s3.deleteObject(request -> request.bucket(BUCKET).key(name)).join();
            collection("checkpoints").deleteOne(Filters.eq("_id", Checkpoint.key(chain, number)));
        }
        rehash(25);

        JsonPath report = verified(chain);

        assertThat(report.getList("problems.detail")).contains("checkpoint 1 is missing in both stores");
        assertThat(report.getList("problems.reason")).contains("replaced");
    }

    @Test
    void a_changed_checkpoint_is_noticed_in_either_store() {
        collection("checkpoints")
                .updateOne(Filters.eq("_id", Checkpoint.key(chain, 2)), Updates.set("root", "00".repeat(32)));

        broken(21, "checkpoint", null);
    }

    @Test
    void leaves_changed_in_both_stores_prove_nothing_but_hide_nothing() throws Exception {
        rehash(25);
        String leaves = Base64.getEncoder().encodeToString(new byte[20 * Hashes.LENGTH]);
        collection("checkpoints").updateOne(Filters.eq("_id", Checkpoint.key(chain, 2)), Updates.set("leaves", leaves));
        Document stored = Document.parse(object(2));
        stored.put("leaves", leaves);
        write(2, stored.toJson());

        JsonPath report = verified(chain);

        assertThat(report.getString("firstBroken.reason")).isEqualTo("replaced");
        assertThat(report.getInt("firstBroken.seq")).isEqualTo(21);
    }

    @Test
    void an_object_that_is_no_checkpoint_any_more_is_noticed() {
        write(1, "}{");

        JsonPath report = broken(1, "checkpoint", null);

        assertThat(report.getList("problems.detail")).contains("checkpoint 1 in S3 is not signed by a trusted key");
    }

    @Test
    void a_document_slipped_in_under_another_key_is_noticed() {
        Document copy = document(10);
        copy.put("_id", "somewhere");
        copy.put("id", "another");
        copy.put("seq", 1000L);
        collection("entries").insertOne(copy);

        assertThat(verified(chain).getList("problems")).isNotEmpty();
    }

    @Test
    void a_forged_head_is_noticed() {
        head(new ChainHead(chain, 40, "11".repeat(32)));

        broken(40, "head", null);
    }

    @Test
    void nothing_is_signed_on_top_of_a_broken_chain() {
        edit(62, "action", "create");
        checkpoint(chain);

        assertThat(collection("checkpoints").countDocuments(Filters.eq("chain", chain)))
                .isEqualTo(3);
    }

    private JsonPath broken(int seq, String reason, @Nullable String entryId) {
        JsonPath report = verified(chain);
        assertThat(report.getString("firstBroken.reason")).isEqualTo(reason);
        assertThat(report.getInt("firstBroken.seq")).isEqualTo(seq);
        assertThat(report.getString("firstBroken.entryId")).isEqualTo(entryId);
        return report;
    }

    /** Changes an entry and hashes it and all that follow again, heads included. */
    private void rehash(int from) {
        ChainHead head = entry(from - 1).head();
        for (int seq = from; seq <= 65; seq++) {
            ChainEntry old = entry(seq);
            AuditRecord record = seq == from ? SampleRecords.with(old.record(), "action", "forged") : old.record();
            ChainEntry forged = ChainEntry.after(head, old.offset(), record, old.metadata());
            collection("entries")
                    .updateOne(
                            Filters.eq("_id", old.key()),
                            Updates.combine(
                                    Updates.set("action", record.action()),
                                    Updates.set("hash", forged.hash()),
                                    Updates.set("previousHash", forged.previousHash())));
            head = forged.head();
        }
        head(head);
    }

    private void regrow(ChainHead head, int from, int to) {
        List<ChainEntry> grown = new ArrayList<>();
        for (int seq = from; seq <= to; seq++) {
            ChainEntry entry = ChainEntry.after(head, seq - 1, ChainFeed.record(chain, 1000 + seq));
            grown.add(entry);
            head = entry.head();
        }
        entries.append(grown).await().indefinitely();
        head(head);
    }

    private void relink(int seq, ChainHead before) {
        ChainEntry old = entry(seq);
        collection("entries").updateOne(Filters.eq("_id", old.key()), Updates.set("previousHash", before.hash()));
    }

    /** A checkpoint that fits the changed entries, signed by a key of the forger's. */
    private void forge(long number, boolean inS3Too) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Document stored = collection("checkpoints")
                .find(Filters.eq("_id", Checkpoint.key(chain, number)))
                .first();
        stored.put("head", entry((int) number * 20).hash());
        stored.remove("_id");
        TreeHead forged = treeHead(stored);
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(forged.signedText().getBytes(StandardCharsets.UTF_8));
        stored.put("signature", Base64.getEncoder().encodeToString(signer.sign()));
        if (inS3Too) {
            Document copy = new Document(stored);
            copy.remove("archived");
            write(number, copy.toJson());
        }
        stored.put("_id", Checkpoint.key(chain, number));
        collection("checkpoints").replaceOne(Filters.eq("_id", Checkpoint.key(chain, number)), stored);
    }

    private static TreeHead treeHead(Document stored) {
        return new TreeHead(
                stored.getString("origin"),
                stored.getInteger("chain"),
                stored.getLong("number"),
                stored.getLong("size"),
                stored.getString("root"),
                stored.getString("head"),
                stored.getLong("previousSize"),
                stored.getString("previousRoot"),
                stored.getString("createdAt"),
                stored.getString("keyId"));
    }

    private ChainEntry entry(int seq) {
        return (ChainEntry)
                entries.range(chain, seq, seq).await().indefinitely().get(0);
    }

    private Document document(int seq) {
        return collection("entries")
                .find(Filters.eq("_id", ChainEntry.key(chain, seq)))
                .first();
    }

    private void edit(int seq, String field, Object value) {
        collection("entries").updateOne(Filters.eq("_id", ChainEntry.key(chain, seq)), Updates.set(field, value));
    }

    /** The document is put where another was, with the place's key and number, as a forger would. */
    private void replaceAt(int seq, Document document) {
        Document moved = new Document(document);
        moved.put("_id", ChainEntry.key(chain, seq));
        moved.put("seq", (long) seq);
        collection("entries").deleteOne(Filters.eq("id", moved.getString("id")));
        collection("entries").deleteOne(Filters.eq("_id", moved.getString("_id")));
        collection("entries").insertOne(moved);
    }

    private void delete(int from, int to) {
        for (int seq = from; seq <= to; seq++)
            collection("entries").deleteOne(Filters.eq("_id", ChainEntry.key(chain, seq)));
    }

    private void head(ChainHead head) {
        collection("heads")
                .updateOne(
                        Filters.eq("_id", chain),
                        Updates.combine(Updates.set("seq", head.seq()), Updates.set("hash", head.hash())));
    }

    private String name(long number) {
        return "checkpoints/" + Checkpoint.key(chain, number) + ".json";
    }

    private String object(long number) {
        return s3.getObject(request -> request.bucket(BUCKET).key(name(number)), AsyncResponseTransformer.toBytes())
                .join()
                .asUtf8String();
    }

    private void write(long number, String body) {
        s3.putObject(request -> request.bucket(BUCKET).key(name(number)), AsyncRequestBody.fromString(body))
                .join();
    }
}
