package polyclinic.notes.clinicaldata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.Problem;

class ClinicalDataTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void it_is_of_now_unless_it_says_when() {
        assertThat(record("nurse", "vital_signs", null).effectiveAt()).isEqualTo(NOON);
        assertThat(record("nurse", "vital_signs", "1999-01-01T00:00:00.123456Z").effectiveAt())
                .isEqualTo(Instant.parse("1999-01-01T00:00:00.123Z"));
    }

    @Test
    void it_is_not_of_the_future_nor_of_another_age() {
        assertThat(record("nurse", "vital_signs", "2026-03-02T12:05:00Z")).isNotNull();
        assertThatThrownBy(() -> record("nurse", "vital_signs", "2026-03-02T13:00:00Z"))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> record("nurse", "vital_signs", "1849-12-31T00:00:00Z"))
                .isInstanceOf(Problem.class);
    }

    @Test
    void a_laboratory_records_its_results_only() {
        assertThat(record("lab_technician", "lab_result", null)).isNotNull();
        assertThatThrownBy(() -> record("lab_technician", "vital_signs", null))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(403));
    }

    private static ClinicalData record(String role, String dataType, @Nullable String effectiveAt) {
        var data = Json.MAPPER.createObjectNode().put("pulse", 70);
        Instant at = effectiveAt == null ? null : Instant.parse(effectiveAt);
        Caller caller = new Caller("someone", "someone", Set.of(role), null, null, null);
        return ClinicalData.record(new RecordClinicalData(UUID.randomUUID(), dataType, data, null, at), caller, NOON);
    }
}
