package polyclinic.clients.replay.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.TestRecords;
import polyclinic.clients.replay.plan.ImportItem;
import polyclinic.clients.replay.plan.ImportPlan;

/** Nothing is stored that the record does not mean. */
class MeaningTest {
    private static final String VALUE =
            "\"status\":\"final\",\"code\":{\"text\":\"X\"},\"effectiveDateTime\":\"2020-01-02T03:04:05Z\",";

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "Observation ~ \"status\":\"entered-in-error\",\"effectiveDateTime\":\"2020\" ~ cancelled or entered in error",
                "Observation ~ \"status\":\"cancelled\",\"effectiveDateTime\":\"2020\" ~ cancelled or entered in error",
                "Observation ~ \"status\":\"wrong\",\"effectiveDateTime\":\"2020\" ~ has a status that FHIR R4 does not know",
                "Observation ~ \"status\":\"registered\",\"effectiveDateTime\":\"2020\" ~ only registered, it has no result yet",
                "Observation ~ \"status\":\"final\",\"effectiveDateTime\":\"2020\",\"modifierExtension\":[{\"url\":\"http://e.example#not\",\"valueBoolean\":true}] ~ has a modifier extension not, which may turn its meaning round",
                "Observation ~ \"status\":\"final\",\"effectiveDateTime\":\"2020\",\"component\":[{\"code\":{\"text\":\"c\"},\"modifierExtension\":[{\"url\":\"http://e.example/absent\",\"valueBoolean\":true}]}] ~ has a modifier extension absent, which may turn its meaning round",
                "Observation ~ \"status\":\"final\",\"implicitRules\":\"http://e.example/r\",\"effectiveDateTime\":\"2020\" ~ has implicit rules, which may turn its meaning round",
                "Condition ~ \"verificationStatus\":{\"coding\":[{\"code\":\"refuted\"}]},\"code\":{\"text\":\"Gout\"} ~ refuted or entered in error",
                "Condition ~ \"verificationStatus\":{\"coding\":[{\"code\":\"entered-in-error\"}]},\"code\":{\"text\":\"Gout\"} ~ refuted or entered in error",
                "Condition ~ \"code\":{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"160245001\"}]} ~ says that there is nothing of its kind",
                "Condition ~ \"code\":{\"coding\":[{\"code\":\"no-known-problems\"}]} ~ says that there is nothing of its kind",
                "Condition ~ \"code\":{\"coding\":[{\"code\":\"no-problem-info\"}]} ~ says that nothing is known about its kind",
                "Condition ~ \"onsetDateTime\":\"2020\" ~ does not say which",
                "MedicationRequest ~ \"doNotPerform\":true,\"medicationCodeableConcept\":{\"text\":\"Aspirin\"} ~ says that it must not be taken",
                "MedicationRequest ~ \"status\":\"cancelled\",\"medicationCodeableConcept\":{\"text\":\"Aspirin\"} ~ cancelled or entered in error",
                "MedicationRequest ~ \"status\":\"entered-in-error\",\"medicationCodeableConcept\":{\"text\":\"Aspirin\"} ~ cancelled or entered in error",
                "MedicationRequest ~ \"status\":\"draft\",\"medicationCodeableConcept\":{\"text\":\"Aspirin\"} ~ a draft, not in force yet",
                "MedicationRequest ~ \"intent\":\"proposal\",\"medicationCodeableConcept\":{\"text\":\"Aspirin\"} ~ proposes, does not prescribe",
                "MedicationRequest ~ \"status\":\"active\",\"contained\":[{\"resourceType\":\"Medication\",\"id\":\"m\",\"code\":{\"text\":\"A\"},\"modifierExtension\":[{\"url\":\"http://e.example/none\",\"valueBoolean\":true}]}],\"medicationReference\":{\"reference\":\"#m\"} ~ has a modifier extension none, which may turn its meaning round",
                "MedicationStatement ~ \"status\":\"not-taken\",\"effectiveDateTime\":\"2020\",\"medicationCodeableConcept\":{\"text\":\"Aspirin\"} ~ says that it is not taken, or not yet",
                "MedicationStatement ~ \"status\":\"active\",\"effectiveDateTime\":\"2020\",\"medicationCodeableConcept\":{\"coding\":[{\"code\":\"787481004\"}]} ~ says that there is nothing of its kind",
                "MedicationAdministration ~ \"status\":\"not-done\",\"effectiveDateTime\":\"2020\",\"medicationCodeableConcept\":{\"text\":\"Aspirin\"} ~ not done or entered in error",
                "Procedure ~ \"status\":\"not-done\",\"performedDateTime\":\"2020\" ~ not done or entered in error",
                "Procedure ~ \"status\":\"preparation\",\"performedDateTime\":\"2020\" ~ being prepared; nothing says that it was done",
                "Procedure ~ \"status\":\"completed\",\"performedDateTime\":\"2020\",\"code\":{\"coding\":[{\"code\":\"no-known-procedures\"}]} ~ says that there is nothing of its kind",
                "Immunization ~ \"status\":\"not-done\",\"occurrenceDateTime\":\"2020\",\"vaccineCode\":{\"text\":\"BCG\"} ~ not done or entered in error",
                "Immunization ~ \"status\":\"completed\",\"occurrenceDateTime\":\"2020\",\"vaccineCode\":{\"coding\":[{\"code\":\"no-immunization-info\"}]} ~ says that nothing is known about its kind",
                "Encounter ~ \"status\":\"cancelled\",\"class\":{\"code\":\"AMB\"},\"period\":{\"start\":\"2020\"} ~ cancelled or entered in error",
                "Encounter ~ \"status\":\"planned\",\"class\":{\"code\":\"AMB\"},\"period\":{\"start\":\"2020\"} ~ planned; nothing says that it took place",
                "Encounter ~ \"status\":\"finished\",\"class\":{\"code\":\"AMB\"} ~ has no date",
                "Encounter ~ \"status\":\"finished\",\"class\":{\"code\":\"AMB\"},\"period\":{\"start\":\"2031-01-01\"} ~ dated in the future",
                "AllergyIntolerance ~ \"verificationStatus\":{\"coding\":[{\"code\":\"refuted\"}]},\"code\":{\"text\":\"Nuts\"} ~ refuted or entered in error",
                "AllergyIntolerance ~ \"clinicalStatus\":{\"coding\":[{\"code\":\"resolved\"}]},\"code\":{\"text\":\"Nuts\"} ~ no longer active",
                "AllergyIntolerance ~ \"code\":{\"coding\":[{\"code\":\"409137002\"}]} ~ says that no allergies of one kind are known, which the suite has no statement for",
                "AllergyIntolerance ~ \"code\":{\"text\":\"NKDA\"} ~ says that no allergies of one kind are known, which the suite has no statement for",
                "AllergyIntolerance ~ \"code\":{\"coding\":[{\"code\":\"no-allergy-info\"}]} ~ says that nothing is known about its kind",
                "DocumentReference ~ \"status\":\"current\",\"docStatus\":\"entered-in-error\",\"content\":[{\"attachment\":{\"data\":\"aGk=\"}}] ~ entered in error",
                "DocumentReference ~ \"status\":\"current\",\"content\":[{\"attachment\":{\"url\":\"http://elsewhere.example/x.pdf\"}}] ~ its attachment lies elsewhere (a URL)",
                "DiagnosticReport ~ \"status\":\"cancelled\",\"presentedForm\":[{\"data\":\"aGk=\"}] ~ cancelled or entered in error",
                "CarePlan ~ \"status\":\"active\" ~ a plan of another institution; the suite has no care plans",
            })
    void what_is_not_so_is_skipped_and_says_why(String type, String members, String reason) {
        ImportPlan plan = TestRecords.readBundle(TestRecords.PATIENT, TestRecords.about(type, "x", members));

        assertThat(plan.items()).isEmpty();
        assertThat(plan.skipped()).isEqualTo(Map.of(type, Map.of(reason, 1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"716186003\"}]}",
                "{\"coding\":[{\"system\":\"http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips\",\"code\":\"no-known-allergies\"}]}",
                "{\"text\":\"No Known Allergies\"}",
                "{\"text\":\"NKA\"}",
                "{\"text\":\"no known allergies.\"}",
            })
    void that_no_allergies_are_known_is_a_statement_and_no_substance(String code) {
        String none =
                TestRecords.about("AllergyIntolerance", "a", "\"code\":" + code + ",\"recordedDate\":\"2020-01-02\"");
        String nuts = TestRecords.about("AllergyIntolerance", "n", "\"code\":{\"text\":\"Nuts\"}");

        ImportPlan plan =
                TestRecords.readBundle(TestRecords.PATIENT, none, none.replace("\"id\":\"a\"", "\"id\":\"b\""));
        ImportPlan contradiction = TestRecords.readBundle(TestRecords.PATIENT, none, nuts);

        assertThat(plan.items()).singleElement().satisfies(item -> {
            assertThat(item.body())
                    .isEqualTo(JsonNodes.object("noKnownAllergies", true, "recordedAt", "2020-01-02T00:00:00Z"));
            assertThat(item.comparable()).isEqualTo(JsonNodes.object("noKnownAllergies", true));
        });
        assertThat(plan.skipped().get("AllergyIntolerance"))
                .isEqualTo(Map.of("says once more that no allergies are known", 1));
        assertThat(contradiction.items()).extracting(ImportItem::source).containsExactly("AllergyIntolerance/n");
        assertThat(contradiction.skipped().get("AllergyIntolerance"))
                .isEqualTo(Map.of("says that no allergies are known, and others of the file name some", 1));
    }

    @ParameterizedTest
    @CsvSource({"unconfirmed", "provisional", "differential"})
    void a_suspicion_does_not_look_like_a_diagnosis(String status) {
        ImportPlan plan = TestRecords.readBundle(
                TestRecords.PATIENT,
                TestRecords.about(
                        "Condition",
                        "c",
                        "\"code\":{\"text\":\"Gout\"},\"onsetDateTime\":\"2001\",\"verificationStatus\":{\"coding\":[{\"code\":\""
                                + status + "\"}]}"));

        assertThat(content(plan, "Condition/c").path("title").asText()).isEqualTo("Gout (not confirmed)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "\"valueQuantity\":{\"value\":4.10,\"comparator\":\"<\",\"unit\":\"ng/L\"} ~ {\"value\":4.10,\"comparator\":\"<\",\"unit\":\"ng/L\"} ~ ''",
                "\"valueQuantity\":{\"unit\":\"kg\",\"_value\":{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"error\"}]}} ~ {\"absent\":\"error\"} ~ ''",
                "\"_valueBoolean\":{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"masked\"}]} ~ {\"absent\":\"masked\"} ~ masked",
                "\"_valueInteger\":{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"unknown\"}]} ~ {\"absent\":\"unknown\"} ~ unknown",
                "\"valueString\":\"high\",\"_valueString\":{\"extension\":[{\"url\":\"http://e.example/note\",\"valueString\":\"n\"}]} ~ \"high\" ~ ''",
                "\"dataAbsentReason\":{\"text\":\"not asked\"} ~ ~ not asked",
            })
    void a_value_keeps_its_comparator_and_an_absent_one_its_reason(String members, String value, String absent)
            throws Exception {
        ImportPlan plan =
                TestRecords.readBundle(TestRecords.PATIENT, TestRecords.about("Observation", "o", VALUE + members));

        JsonNode data = TestRecords.item(plan, "Observation/o").body().path("data");
        if (value == null) assertThat(data.has("value")).isFalse();
        else assertThat(data.path("value").toString()).isEqualTo(value);
        assertThat(data.at("/absent/text").asText()).isEqualTo(absent);
    }

    @Test
    void a_pressure_in_another_unit_is_not_in_the_trend_of_millimetres() {
        String pressure = """
                "component":[{"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},
                  "valueQuantity":{"value":%s,"unit":"%s","code":"%s"}}]""";
        ImportPlan plan = TestRecords.readBundle(
                TestRecords.PATIENT,
                TestRecords.about("Observation", "a", VALUE + pressure.formatted("120", "mmHg", "mm[Hg]")),
                TestRecords.about("Observation", "b", VALUE + pressure.formatted("16.0", "kPa", "kPa")));

        assertThat(TestRecords.item(plan, "Observation/a")
                        .body()
                        .at("/data/bloodPressure/systolic/value")
                        .asInt())
                .isEqualTo(120);
        assertThat(TestRecords.item(plan, "Observation/b")
                        .body()
                        .at("/data/bloodPressure")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void a_report_s_own_text_is_a_document_and_one_in_a_binary_too() {
        ImportPlan plan = TestRecords.readBundle(
                TestRecords.PATIENT,
                "{\"resourceType\":\"Binary\",\"id\":\"b\",\"contentType\":\"text/plain\",\"data\":\"aGk=\"}",
                TestRecords.about(
                        "DiagnosticReport",
                        "r",
                        "\"status\":\"final\",\"code\":{\"text\":\"X-ray\"},\"effectiveDateTime\":\"2020-01-02\",\"presentedForm\":"
                                + "[{\"contentType\":\"text/plain\",\"data\":\"aG8=\"}]"),
                TestRecords.about(
                        "DocumentReference",
                        "d",
                        "\"status\":\"current\",\"content\":[{\"attachment\":{\"contentType\":\"text/plain\",\"url\":\"Binary/b\"}}]"));

        assertThat(TestRecords.item(plan, "DiagnosticReport/r").requireFile().bytes())
                .asString()
                .isEqualTo("ho");
        assertThat(TestRecords.item(plan, "DocumentReference/d").requireFile().bytes())
                .asString()
                .isEqualTo("hi");
    }

    private static JsonNode content(ImportPlan plan, String source) {
        return TestRecords.item(plan, source).body().path("content");
    }
}
