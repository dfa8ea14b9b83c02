package polyclinic.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import polyclinic.audit.tree.Hashes;

class CanonicalFormTest {
    @Test
    void members_are_sorted_and_what_is_absent_is_left_out() {
        ChainEntry entry = ChainEntry.after(ChainHead.start(2), 17, SampleRecords.record(1));

        assertThat(CanonicalForm.text(entry))
                .isEqualTo(
                        "{\"action\":\"read\",\"actor\":{\"name\":\"doctor\",\"roles\":[\"doctor\"],\"subject\":\"0f1a\"},"
                                + "\"chain\":2,\"changedFields\":[],\"entityId\":\"e1\",\"entityType\":\"patient\","
                                + "\"id\":\"01900000-0000-7000-0000-000000000001\",\"occurredAt\":\"2026-03-01T10:00:01.000001Z\","
                                + "\"offset\":17,\"outcome\":\"success\",\"patientId\":\"01900000-0000-7000-8000-00000000000a\","
                                + "\"seq\":1,\"source\":{\"ip\":\"127.0.0.1\",\"service\":\"patient-service\",\"userAgent\":\"test/1.0\"}}");
    }

    @Test
    void several_patients_and_the_query_are_part_of_it_and_none_adds_nothing() {
        AuditRecord several = SampleRecords.with(
                SampleRecords.with(
                        SampleRecords.with(SampleRecords.record(1), "patientId", null),
                        "patientIds",
                        List.of("b", "c")),
                "query",
                "q=ada");
        AuditRecord nobody = SampleRecords.with(SampleRecords.record(1), "patientIds", List.of());

        assertThat(CanonicalForm.text(ChainEntry.after(ChainHead.start(0), 0, several)))
                .contains("\"outcome\":\"success\",\"patientIds\":[\"b\",\"c\"],\"query\":\"q=ada\",\"seq\":1");
        assertThat(CanonicalForm.text(ChainEntry.after(ChainHead.start(0), 0, nobody)))
                .isEqualTo(CanonicalForm.text(ChainEntry.after(ChainHead.start(0), 0, SampleRecords.record(1))));
    }

    @Test
    void the_hash_is_that_of_the_previous_hash_and_the_canonical_form() {
        ChainEntry entry = ChainEntry.after(ChainHead.start(0), 0, SampleRecords.record(1));

        byte[] expected = Hashes.sha256(new byte[32], CanonicalForm.text(entry).getBytes(StandardCharsets.UTF_8));

        assertThat(entry.hash()).isEqualTo(Hashes.hex(expected));
        assertThat(entry.previousHash()).isEqualTo("00".repeat(32));
    }

    /** The string of RFC 8785 section 3.2.2: {@code "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"}. */
    @Test
    void strings_are_written_as_in_the_example_of_rfc_8785() {
        String text = "\u20ac$\u000f\nA'B\"\\\\\"/";

        assertThat(CanonicalForm.quote(text)).isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    }

    @Test
    void control_characters_have_their_short_forms_and_nothing_else_is_escaped() {
        assertThat(CanonicalForm.quote("\b\t\n\f\r\u0001\u001f\u007f\u2028\ud83d\ude00"))
                .isEqualTo("\"\\b\\t\\n\\f\\r\\u0001\\u001f\u007f\u2028\ud83d\ude00\"");
    }

    @Test
    void a_lone_surrogate_has_no_canonical_form() {
        assertThatThrownBy(() -> CanonicalForm.utf8("a\ud800b")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void a_change_of_any_field_shows(String field, Object value) {
        ChainEntry entry = third();
        AuditRecord changed = SampleRecords.with(entry.record(), field, value);

        ChainEntry forged = ChainEntry.after(new ChainHead(0, 2, entry.previousHash()), entry.offset(), changed);

        assertThat(entry.isIntact()).isTrue();
        assertThat(forged.hash()).isNotEqualTo(entry.hash());
    }

    private static Stream<Arguments> changes() {
        AuditRecord record = third().record();
        return Stream.of(
                arguments("id", record.id().replace('1', '2')),
                arguments("occurredAt", "2026-03-01T10:00:03.000002Z"),
                arguments("actor", new AuditRecord.Actor("0f1a", "nurse", List.of("doctor"))),
                arguments("action", "search"),
                arguments("entityType", "note"),
                arguments("entityId", null),
                arguments("entityIds", List.of("e1", "e2")),
                arguments("patientId", null),
                arguments("patientIds", List.of("01900000-0000-7000-8000-00000000000b")),
                arguments("query", "q=ada"),
                arguments("outcome", "denied"),
                arguments("reason", "why"),
                arguments("changedFields", List.of("phone")),
                arguments("source", new AuditRecord.Source("patient-service", null, "test/1.0")),
                arguments("traceId", "4bf92f3577b34da6a3ce929d0e0e4736"),
                arguments("signature", new AuditRecord.Signature("0123456789abcdef", "AAAA")));
    }

    @Test
    void no_field_is_forgotten_among_the_changes() {
        assertThat(changes().map(change -> change.get()[0]))
                .containsExactlyElementsOf(Arrays.stream(AuditRecord.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    @Test
    void a_change_of_the_position_shows() {
        ChainEntry entry = third();

        assertThat(ChainEntry.after(new ChainHead(1, 2, entry.previousHash()), 2, entry.record())
                        .hash())
                .isNotEqualTo(entry.hash());
        assertThat(ChainEntry.after(new ChainHead(0, 3, entry.previousHash()), 2, entry.record())
                        .hash())
                .isNotEqualTo(entry.hash());
        assertThat(ChainEntry.after(new ChainHead(0, 2, entry.previousHash()), 3, entry.record())
                        .hash())
                .isNotEqualTo(entry.hash());
    }

    @Test
    void the_mark_of_an_entry_that_came_late_is_hashed_with_it() {
        ChainEntry entry = third();
        ArrivalMetadata late = new ArrivalMetadata("late", "2026-03-02T10:00:00.000000Z");

        ChainEntry marked =
                ChainEntry.after(new ChainHead(0, 2, entry.previousHash()), entry.offset(), entry.record(), late);

        assertThat(marked.hash()).isNotEqualTo(entry.hash());
        assertThat(CanonicalForm.text(marked))
                .contains(
                        ",\"metadata\":{\"receivedAt\":\"2026-03-02T10:00:00.000000Z\",\"timing\":\"late\"},\"occurredAt\"");
    }

    private static ChainEntry third() {
        return SampleRecords.chain(0, 3).get(2);
    }
}
