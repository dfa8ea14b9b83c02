package polyclinic.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanonicalTest {
    @Test
    void members_are_sorted_and_what_is_absent_is_left_out() {
        Entry entry = Entry.after(Head.start(2), 17, Samples.recorded(1));

        assertThat(Canonical.text(entry))
                .isEqualTo(
                        "{\"action\":\"read\",\"actor\":{\"name\":\"doctor\",\"roles\":[\"doctor\"],\"subject\":\"0f1a\"},"
                                + "\"chain\":2,\"changedFields\":[],\"entityId\":\"e1\",\"entityType\":\"patient\","
                                + "\"id\":\"01900000-0000-7000-0000-000000000001\",\"occurredAt\":\"2026-03-01T10:00:01.000001Z\","
                                + "\"offset\":17,\"outcome\":\"success\",\"patientId\":\"01900000-0000-7000-8000-00000000000a\","
                                + "\"seq\":1,\"source\":{\"ip\":\"127.0.0.1\",\"service\":\"patient-service\",\"userAgent\":\"test/1.0\"}}");
    }

    @Test
    void the_hash_is_that_of_the_previous_hash_and_the_canonical_form() {
        Entry entry = Entry.after(Head.start(0), 0, Samples.recorded(1));

        byte[] expected = Hashes.sha256(new byte[32], Canonical.text(entry).getBytes(StandardCharsets.UTF_8));

        assertThat(entry.hash()).isEqualTo(Hashes.hex(expected));
        assertThat(entry.previousHash()).isEqualTo("00".repeat(32));
    }

    /** The string of RFC 8785 section 3.2.2: {@code "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"}. */
    @Test
    void strings_are_written_as_in_the_example_of_rfc_8785() {
        String text = "\u20ac$\u000f\nA'B\"\\\\\"/";

        assertThat(Canonical.quote(text)).isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    }

    @Test
    void control_characters_have_their_short_forms_and_nothing_else_is_escaped() {
        assertThat(Canonical.quote("\b\t\n\f\r\u0001\u001f\u007f\u2028\ud83d\ude00"))
                .isEqualTo("\"\\b\\t\\n\\f\\r\\u0001\\u001f\u007f\u2028\ud83d\ude00\"");
    }

    @Test
    void a_lone_surrogate_has_no_canonical_form() {
        assertThatThrownBy(() -> Canonical.utf8("a\ud800b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_change_of_any_field_shows() {
        Entry entry = Samples.chain(0, 3).get(2);

        assertThat(entry.isIntact()).isTrue();
        for (Recorded changed : variants(entry.recorded())) {
            Entry forged = Entry.after(new Head(0, 2, entry.previousHash()), entry.offset(), changed);
            assertThat(forged.hash()).isNotEqualTo(entry.hash());
        }
        assertThat(Entry.after(new Head(1, 2, entry.previousHash()), 2, entry.recorded())
                        .hash())
                .isNotEqualTo(entry.hash());
        assertThat(Entry.after(new Head(0, 3, entry.previousHash()), 2, entry.recorded())
                        .hash())
                .isNotEqualTo(entry.hash());
        assertThat(Entry.after(new Head(0, 2, entry.previousHash()), 3, entry.recorded())
                        .hash())
                .isNotEqualTo(entry.hash());
    }

    private static List<Recorded> variants(Recorded it) {
        return List.of(
                new Recorded(
                        it.id().replace('1', '2'),
                        it.occurredAt(),
                        it.actor(),
                        it.action(),
                        it.entityType(),
                        it.entityId(),
                        it.patientId(),
                        it.outcome(),
                        it.reason(),
                        it.changedFields(),
                        it.source(),
                        it.traceId()),
                new Recorded(
                        it.id(),
                        "2026-03-01T10:00:03.000002Z",
                        it.actor(),
                        it.action(),
                        it.entityType(),
                        it.entityId(),
                        it.patientId(),
                        it.outcome(),
                        it.reason(),
                        it.changedFields(),
                        it.source(),
                        it.traceId()),
                new Recorded(
                        it.id(),
                        it.occurredAt(),
                        new Actor("0f1a", "nurse", List.of("doctor")),
                        it.action(),
                        it.entityType(),
                        it.entityId(),
                        it.patientId(),
                        it.outcome(),
                        it.reason(),
                        it.changedFields(),
                        it.source(),
                        it.traceId()),
                new Recorded(
                        it.id(),
                        it.occurredAt(),
                        it.actor(),
                        "search",
                        it.entityType(),
                        it.entityId(),
                        it.patientId(),
                        it.outcome(),
                        it.reason(),
                        it.changedFields(),
                        it.source(),
                        it.traceId()),
                new Recorded(
                        it.id(),
                        it.occurredAt(),
                        it.actor(),
                        it.action(),
                        "note",
                        it.entityId(),
                        it.patientId(),
                        it.outcome(),
                        it.reason(),
                        it.changedFields(),
                        it.source(),
                        it.traceId()),
                new Recorded(
                        it.id(),
                        it.occurredAt(),
                        it.actor(),
                        it.action(),
                        it.entityType(),
                        null,
                        it.patientId(),
                        it.outcome(),
                        it.reason(),
                        it.changedFields(),
                        it.source(),
                        it.traceId()),
                new Recorded(
                        it.id(),
                        it.occurredAt(),
                        it.actor(),
                        it.action(),
                        it.entityType(),
                        it.entityId(),
                        null,
                        it.outcome(),
                        it.reason(),
                        it.changedFields(),
                        it.source(),
                        it.traceId()),
                new Recorded(
                        it.id(),
                        it.occurredAt(),
                        it.actor(),
                        it.action(),
                        it.entityType(),
                        it.entityId(),
                        it.patientId(),
                        "denied",
                        it.reason(),
                        it.changedFields(),
                        it.source(),
                        it.traceId()),
                new Recorded(
                        it.id(),
                        it.occurredAt(),
                        it.actor(),
                        it.action(),
                        it.entityType(),
                        it.entityId(),
                        it.patientId(),
                        it.outcome(),
                        "why",
                        it.changedFields(),
                        it.source(),
                        it.traceId()),
                new Recorded(
                        it.id(),
                        it.occurredAt(),
                        it.actor(),
                        it.action(),
                        it.entityType(),
                        it.entityId(),
                        it.patientId(),
                        it.outcome(),
                        it.reason(),
                        List.of("phone"),
                        it.source(),
                        it.traceId()),
                new Recorded(
                        it.id(),
                        it.occurredAt(),
                        it.actor(),
                        it.action(),
                        it.entityType(),
                        it.entityId(),
                        it.patientId(),
                        it.outcome(),
                        it.reason(),
                        it.changedFields(),
                        new Source("patient-service", null, "test/1.0"),
                        it.traceId()),
                new Recorded(
                        it.id(),
                        it.occurredAt(),
                        it.actor(),
                        it.action(),
                        it.entityType(),
                        it.entityId(),
                        it.patientId(),
                        it.outcome(),
                        it.reason(),
                        it.changedFields(),
                        it.source(),
                        "4bf92f3577b34da6a3ce929d0e0e4736"));
    }
}
