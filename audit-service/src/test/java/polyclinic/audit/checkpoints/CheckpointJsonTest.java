package polyclinic.audit.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bson.Document;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointJsonTest {
    private static final String KEY = "0002/000000000003";
    private static final Checkpoint CHECKPOINT = new Checkpoint(
            KEY,
            new TreeHead(
                    "polyclinic-audit/v1",
                    2,
                    3,
                    40,
                    "aa".repeat(32),
                    "bb".repeat(32),
                    20,
                    "cc".repeat(32),
                    "2026-03-01T10:00:00.000001Z",
                    "0123456789abcdef"),
            "c2ln",
            List.of("dd".repeat(32)),
            "bGVhdmVz",
            false);
    private static final String TEXT = """
            {"origin":"polyclinic-audit/v1","chain":2,"number":3,"size":40,\
            "root":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",\
            "head":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","previousSize":20,\
            "previousRoot":"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",\
            "createdAt":"2026-03-01T10:00:00.000001Z","keyId":"0123456789abcdef","signature":"c2ln",\
            "frontier":["dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"],"leaves":"bGVhdmVz"}""";
    private static final String DOCUMENT = """
            {"_id": "0002/000000000003", "origin": "polyclinic-audit/v1", "chain": {"$numberInt": "2"}, \
            "number": {"$numberLong": "3"}, "size": {"$numberLong": "40"}, \
            "root": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", \
            "head": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", \
            "previousSize": {"$numberLong": "20"}, \
            "previousRoot": "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc", \
            "createdAt": "2026-03-01T10:00:00.000001Z", "keyId": "0123456789abcdef", "signature": "c2ln", \
            "frontier": ["dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"], \
            "leaves": "bGVhdmVz", "archived": false}""";

    @Test
    void the_form_in_the_database_stays_as_it_is() {
        assertThat(CheckpointJson.document(CHECKPOINT)
                        .toJson(JsonWriterSettings.builder()
                                .outputMode(JsonMode.EXTENDED)
                                .build()))
                .isEqualTo(DOCUMENT);
        assertThat(CheckpointJson.read(Document.parse(DOCUMENT))).isEqualTo(CHECKPOINT);
    }

    @Test
    void the_form_in_s3_stays_as_it_is() {
        assertThat(CheckpointJson.text(CHECKPOINT)).isEqualTo(TEXT);
        assertThat(CheckpointJson.read(KEY, TEXT)).isEqualTo(CHECKPOINT.withArchived(null));
    }

    @Test
    void the_signed_text_stays_as_it_is() {
        assertThat(CHECKPOINT.treeHead().signedText()).isEqualTo("""
                        {"chain":2,"createdAt":"2026-03-01T10:00:00.000001Z",\
                        "head":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",\
                        "keyId":"0123456789abcdef","number":3,"origin":"polyclinic-audit/v1",\
                        "previousRoot":"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",\
                        "previousSize":20,"root":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",\
                        "size":40}""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "}{",
                "{}",
                "{\"key\":\"0002/000000000003\"}",
            })
    void what_is_not_a_checkpoint_is_damaged(String text) {
        assertThat(CheckpointJson.read(KEY, text)).isEqualTo(new DamagedCheckpoint(KEY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"chain\":2|\"chain\":\"2\"",
                "\"chain\":2|\"chain\":2.0",
                "\"chain\":2,|",
                "\"head\":|\"tail\":",
                "\"signature\":\"c2ln\",|",
                "\"leaves\"|\"key\":\"0002/000000000003\",\"leaves\"",
                "\"leaves\"|\"more\":1,\"leaves\"",
            })
    void an_object_with_a_member_that_is_missing_unknown_or_of_another_type_is_damaged(String change) {
        String[] parts = change.split("\\|", -1);
        assertThat(TEXT).contains(parts[0]);

        assertThat(CheckpointJson.read(KEY, TEXT.replace(parts[0], parts[1]))).isEqualTo(new DamagedCheckpoint(KEY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chain", "root", "signature"})
    void a_document_with_a_member_that_is_missing_or_of_another_type_is_damaged(String member) {
        Document missing = Document.parse(DOCUMENT);
        missing.remove(member);
        Document changed = Document.parse(DOCUMENT);
        changed.put(member, List.of(1));

        assertThat(CheckpointJson.read(missing)).isEqualTo(new DamagedCheckpoint(KEY));
        assertThat(CheckpointJson.read(changed)).isEqualTo(new DamagedCheckpoint(KEY));
    }

    @Test
    void a_document_without_leaves_is_a_checkpoint_still() {
        Document document = Document.parse(DOCUMENT);
        document.remove("leaves");
        document.remove("frontier");

        assertThat(CheckpointJson.read(document))
                .isEqualTo(new Checkpoint(KEY, CHECKPOINT.treeHead(), CHECKPOINT.signature(), null, null, false));
    }
}
