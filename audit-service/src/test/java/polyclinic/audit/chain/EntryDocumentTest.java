package polyclinic.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import org.bson.BsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryDocumentTest {
    private static final String FULL = """
            {"_id": "0002/000000000000001", "id": "01900000-0000-7000-0000-000000000001", \
            "seq": {"$numberLong": "1"}, "chain": {"$numberInt": "2"}, "offset": {"$numberLong": "17"}, \
            "hash": "4e56fd5db654a6c6a4b94c55b82b9c6371504b2efefc0e2221cf8aaa3ea293d1", \
            "previousHash": "0000000000000000000000000000000000000000000000000000000000000000", \
            "occurredAt": "2026-03-01T10:00:01.000001Z", \
            "actor": {"subject": "0f1a", "name": "doctor", "roles": ["doctor", "nurse"]}, \
            "action": "read", "entityType": "patient", "entityId": "e1", \
            "patientId": "01900000-0000-7000-8000-00000000000a", "outcome": "success", \
            "reason": "because, \\"so\\"", "changedFields": ["phone", "email"], \
            "source": {"service": "patient-service", "ip": "127.0.0.1", "userAgent": "test/1.0"}, \
            "traceId": "4bf92f3577b34da6a3ce929d0e0e4736"}""";
    private static final String BARE = """
            {"_id": "0002/000000000000002", "id": "01900000-0000-7000-0000-000000000002", \
            "seq": {"$numberLong": "2"}, "chain": {"$numberInt": "2"}, "offset": {"$numberLong": "18"}, \
            "hash": "f6672536a7882178ef4ba34b7208ee597bc0193f61a01e106ef49c3ba587793e", \
            "previousHash": "4e56fd5db654a6c6a4b94c55b82b9c6371504b2efefc0e2221cf8aaa3ea293d1", \
            "occurredAt": "2026-03-01T10:00:02.000000Z", "actor": {"subject": "=cmd", "roles": []}, \
            "action": "search", "entityType": "patient", "outcome": "denied", "changedFields": [], \
            "source": {"service": "s"}}""";

    @ParameterizedTest
    @ValueSource(strings = {FULL, BARE})
    void the_stored_form_stays_as_it_is(String json) {
        StoredEntry stored = EntryDocument.read(BsonDocument.parse(json));

        assertThat(stored).isInstanceOf(ChainEntry.class);
        assertThat(stored.isIntact()).isTrue();
        assertThat(json(EntryDocument.write((ChainEntry) stored))).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"action\": \"read\"|\"action\": 7",
                "\"action\": \"read\"|\"act\": \"read\"",
                "{\"subject\": \"0f1a\", \"name\": \"doctor\", \"roles\": [\"doctor\", \"nurse\"]}|\"nobody\"",
                "\"subject\": \"0f1a\", |",
                "[\"doctor\", \"nurse\"]|[\"doctor\", 7]",
                "[\"phone\", \"email\"]|[null]",
                "{\"$numberLong\": \"1\"}|\"1\"",
                "{\"$numberLong\": \"1\"}|1.0",
                "\"hash\": |\"hush\": "
            })
    void a_document_with_a_member_that_is_missing_or_of_another_type_is_damaged(String change) {
        String[] parts = change.split("\\|", -1);
        assertThat(FULL).contains(parts[0]);

        StoredEntry stored = EntryDocument.read(BsonDocument.parse(FULL.replace(parts[0], parts[1])));

        assertThat(stored)
                .isEqualTo(new DamagedEntry(
                        "0002/000000000000001", "01900000-0000-7000-0000-000000000001", "2026-03-01T10:00:01.000001Z"));
        assertThat(stored.isIntact()).isFalse();
        assertThat(stored.position()).isEqualTo(1);
    }

    @Test
    void a_document_under_another_key_is_an_entry_that_is_not_intact() {
        StoredEntry stored = EntryDocument.read(BsonDocument.parse(FULL.replace("0002/000000000000001", "somewhere")));

        assertThat(stored).isInstanceOf(ChainEntry.class);
        assertThat(stored.isIntact()).isFalse();
        assertThat(stored.position()).isZero();
    }

    @Test
    void a_signature_and_the_mark_of_a_late_entry_are_kept() {
        AuditRecord record = SampleRecords.with(
                SampleRecords.record(1), "signature", new AuditRecord.Signature("0123456789abcdef", "c2lnbmF0dXJl"));
        ChainEntry entry = ChainEntry.after(
                ChainHead.start(2), 17, record, new ArrivalMetadata("late", "2026-03-02T10:00:01.000001Z"));

        BsonDocument stored = EntryDocument.write(entry);

        assertThat(json(stored))
                .contains("\"signature\": {\"keyId\": \"0123456789abcdef\", \"value\": \"c2lnbmF0dXJl\"}")
                .contains("\"metadata\": {\"timing\": \"late\", \"receivedAt\": \"2026-03-02T10:00:01.000001Z\"}");
        assertThat(EntryDocument.read(stored)).isEqualTo(entry);
        assertThat(EntryDocument.read(stored).isIntact()).isTrue();
    }

    private static String json(BsonDocument document) {
        return document.toJson(
                JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build());
    }
}
