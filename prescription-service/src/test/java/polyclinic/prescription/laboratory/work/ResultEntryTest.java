package polyclinic.prescription.laboratory.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.Problem;
import polyclinic.prescription.laboratory.LabResult;
import polyclinic.prescription.laboratory.limits.CriticalLimits;

class ResultEntryTest {
    private static final CriticalLimits.Known LIMITS = Json.MAPPER.convertValue(
            Map.of("limits", List.of(Map.of("code", "2823-3", "unit", "mmol/L", "low", "2.5", "high", "6.5"))),
            CriticalLimits.Known.class);

    @ParameterizedTest
    @CsvSource({
        "'7,9', mmol/L,",
        ".5, mmol/L,",
        "'>7,9', mmol/L,",
        "7.9, ,",
        "7.9, MMOL/L,",
        "7.9, mg/dL,",
        "7.9, mmol/L, N",
        "7.9, mmol/L, L",
        "2.1, mmol/L, HH"
    })
    void what_a_critical_limit_cannot_measure_or_disproves_is_refused(
            String value, @Nullable String unit, @Nullable String interpretation) {
        assertThatThrownBy(() -> result(value, unit, interpretation))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(422));
    }

    @ParameterizedTest
    @CsvSource({
        "1.0E-4, mmol/L, , true",
        "1e5, mmol/L, , true",
        "4.1e0, mmol/L, , false",
        "'7,9', mmol/L, HH, true",
        "7.9, mg/dL, N, false",
        "7.9, mmol/L, H, true"
    })
    void what_it_can_measure_or_somebody_interprets_is_taken(
            String value, String unit, @Nullable String interpretation, boolean critical) {
        LabResult result = result(value, unit, interpretation);

        assertThat(result.critical()).isEqualTo(critical);
        assertThat(result.value()).isEqualTo(value);
    }

    private static LabResult result(String value, @Nullable String unit, @Nullable String interpretation) {
        return new ResultEntry("2823-3", value, unit, null, interpretation, null, null, null)
                .result("results[0]", "Potassium", LIMITS);
    }
}
