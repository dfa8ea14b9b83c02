package polyclinic.patient.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.commons.problem.Problem;

class CodeSystemTest {
    @ParameterizedTest
    @CsvSource({
        "http://snomed.info/sct, 44054006, 44054006",
        "http://snomed.info/sct, ' 73211009 ', 73211009",
        "http://snomed.info/sct, 900000000000207008, 900000000000207008",
        "http://hl7.org/fhir/sid/icd-10, E11.9, E11.9",
        "http://hl7.org/fhir/sid/icd-10, e119, E11.9",
        "http://hl7.org/fhir/sid/icd-10, I10, I10",
        "http://hl7.org/fhir/sid/icd-10, G63.2*, G63.2*",
        "http://hl7.org/fhir/sid/icd-10-cm, S52.521A, S52.521A",
        "http://hl7.org/fhir/sid/icd-10-cm, S52521A, S52.521A",
        "http://fhir.de/CodeSystem/bfarm/icd-10-gm, E11.90, E11.90",
        "http://hl7.org/fhir/sid/cvx, 8, 08",
        "http://hl7.org/fhir/sid/cvx, 207, 207",
        "http://www.whocc.no/atc, j07bb02, J07BB02",
        "http://www.whocc.no/atc, J07, J07",
        "urn:oid:1.2.3, any thing, any thing"
    })
    void a_well_formed_code_is_kept_in_one_way_of_writing(String system, String code, String kept) {
        assertThat(CodeSystem.requireCode("code", code, system)).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({
        // A digit that is wrong, two that are swapped
        "http://snomed.info/sct, 44054007",
        "http://snomed.info/sct, 40454006",
        // A description, not a concept
        "http://snomed.info/sct, 754786011",
        "http://snomed.info/sct, E11.9",
        "http://hl7.org/fhir/sid/icd-10, 11.9",
        "http://hl7.org/fhir/sid/icd-10, E1",
        "http://hl7.org/fhir/sid/icd-10, diabetes",
        "http://hl7.org/fhir/sid/cvx, MMR",
        "http://hl7.org/fhir/sid/cvx, 1234",
        "http://www.whocc.no/atc, J7BB02"
    })
    void a_code_with_a_typing_error_is_refused(String system, String code) {
        assertThatThrownBy(() -> CodeSystem.requireCode("code", code, system))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(422));
    }

    @Test
    void a_code_stands_beside_its_system_and_both_may_be_missing() {
        assertThat(CodeSystem.requireCode("code", null, null)).isNull();
        assertThatThrownBy(() -> CodeSystem.requireCode("code", "E11.9", null)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> CodeSystem.requireCode("code", null, "http://snomed.info/sct"))
                .isInstanceOf(Problem.class);
    }
}
