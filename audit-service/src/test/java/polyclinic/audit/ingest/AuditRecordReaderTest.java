package polyclinic.audit.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.audit.chain.AuditRecord;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.json.Json;

class AuditRecordReaderTest {
    private static final String GOOD =
            "{\"id\":\"01900000-0000-7000-8000-000000000001\",\"occurredAt\":\"2026-03-01T10:00:00.123456789Z\","
                    + "\"actor\":{\"subject\":\"s\",\"roles\":[\"doctor\"]},\"action\":\"read\",\"entityType\":\"patient\","
                    + "\"outcome\":\"success\",\"source\":{\"service\":\"patient-service\"}}";

    @Test
    void what_commons_writes_is_read_whole() {
        UUID id = UUID.randomUUID();
        UUID patient = UUID.randomUUID();
        AuditEntry entry = new AuditEntry(
                id,
                Instant.parse("2026-03-01T10:00:00.123456Z"),
                new AuditEntry.Actor("sub", "doctor", List.of("doctor", "nurse")),
                "update",
                "patient",
                patient.toString(),
                List.of(),
                patient,
                List.of(),
                null,
                "success",
                "because",
                List.of("phone", "email"),
                new AuditEntry.Source("patient-service", "10.0.0.1", "agent"),
                "4bf92f3577b34da6a3ce929d0e0e4736");

        AuditRecord read = AuditRecordReader.read(Json.write(entry));

        assertThat(read.id()).isEqualTo(id.toString());
        assertThat(read.occurredAt()).isEqualTo("2026-03-01T10:00:00.123456Z");
        assertThat(read.actor().roles()).containsExactly("doctor", "nurse");
        assertThat(read.patientId()).isEqualTo(patient.toString());
        assertThat(read.changedFields()).containsExactly("phone", "email");
        assertThat(read.source().userAgent()).isEqualTo("agent");
        assertThat(read.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    void an_instant_keeps_six_decimals_whatever_it_comes_with() {
        assertThat(AuditRecordReader.read(GOOD).occurredAt()).isEqualTo("2026-03-01T10:00:00.123456Z");
        assertThat(AuditRecordReader.read(GOOD.replace(".123456789Z", "+02:00")).occurredAt())
                .isEqualTo("2026-03-01T08:00:00.000000Z");
    }

    @Test
    void evidence_is_not_refused_for_a_new_field_or_a_control_character() {
        AuditRecord read = AuditRecordReader.read(
                GOOD.replace("\"service\":", "\"userAgent\":\"a\\u0000\\u001bb\",\"new\":{\"x\":1},\"service\":"));

        assertThat(read.source().userAgent()).isEqualTo("a\u0000\u001bb");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"id\":\"01900000-0000-7000-8000-000000000001\"|\"id\":\"1-1-1-1-1\"",
                "\"id\":\"01900000-0000-7000-8000-000000000001\"|\"id\":{\"$ne\":1}",
                "2026-03-01T10:00:00.123456789Z|yesterday",
                "2026-03-01T10:00:00.123456789Z|99999-01-01T00:00:00Z",
                "\"subject\":\"s\"|\"subject\":7",
                "\"subject\":\"s\"|\"subject\":\"a\\ud800b\"",
                "\"action\":\"read\"|\"action\":null",
                "\"action\":\"read\"|\"action\":\"\"",
                "\"outcome\":\"success\"|\"outcome\":\"perhaps\"",
                "[\"doctor\"]|\"doctor\"",
                "{\"service\":\"patient-service\"}|null",
            })
    void what_cannot_be_chained_is_poison(String good, String bad) {
        assertThat(GOOD).contains(good);

        assertThatThrownBy(() -> AuditRecordReader.read(GOOD.replace(good, bad)))
                .isInstanceOf(MalformedAuditRecord.class);
    }

    @Test
    void what_is_no_object_is_poison() {
        for (String text : new String[] {null, "", "}{", "null", "[]", "7", "\"x\"", GOOD + GOOD})
            assertThatThrownBy(() -> AuditRecordReader.read(text)).isInstanceOf(MalformedAuditRecord.class);
    }
}
