package polyclinic.clients.replay.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.clients.replay.TestRecords;
import polyclinic.clients.replay.plan.ImportItem;
import polyclinic.clients.replay.plan.ImportPlan;

class DatesTest {
    private static final String ASPIRIN =
            "\"status\":\"active\",\"intent\":\"order\",\"medicationCodeableConcept\":{\"text\":\"Aspirin\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "\"effectiveDateTime\":\"1962\" ~ 1962-01-01T00:00:00Z ~ the day is not known",
                "\"effectiveDateTime\":\"1962-03\" ~ 1962-03-01T00:00:00Z ~ the day is not known",
                "\"effectiveDateTime\":\"1962-03-04\" ~ 1962-03-04T00:00:00Z ~ ''",
                "\"effectiveDateTime\":\"2020-03-04T23:30:00-05:00\" ~ 2020-03-05T04:30:00Z ~ ''",
                "\"effectiveDateTime\":\"2020-03-04T23:30:00\" ~ 2020-03-04T23:30:00Z ~ ''",
                "\"effectiveInstant\":\"2020-03-04T23:30:00.123Z\" ~ 2020-03-04T23:30:00.123Z ~ ''",
                "\"effectivePeriod\":{\"start\":\"2020-03-04\",\"end\":\"2020-04\"} ~ 2020-03-04T00:00:00Z ~ ''",
                "\"effectivePeriod\":{\"end\":\"2020-04\"} ~ 2020-04-01T00:00:00Z ~ the day is not known",
                "\"effectiveTiming\":{\"event\":[\"2020-05-06\"]} ~ 2020-05-06T00:00:00Z ~ ''",
                "\"effectiveTiming\":{\"repeat\":{\"boundsPeriod\":{\"start\":\"2020-05-07\"}}} ~ 2020-05-07T00:00:00Z ~ ''",
                "\"issued\":\"2020-03-04T23:30:00Z\" ~ 2020-03-04T23:30:00Z ~ ''",
                "\"encounter\":{\"reference\":\"Encounter/e\"} ~ 2019-01-02T00:00:00Z ~ ''",
            })
    void a_value_is_dated_as_exactly_as_the_record_says(String members, String effective, String precision) {
        JsonNode body = TestRecords.item(
                        TestRecords.readBundle(
                                TestRecords.PATIENT,
                                TestRecords.about(
                                        "Encounter",
                                        "e",
                                        "\"status\":\"finished\",\"class\":{\"code\":\"AMB\"},\"period\":{\"start\":\"2019-01-02\"}"),
                                TestRecords.about(
                                        "Observation",
                                        "o",
                                        "\"status\":\"final\",\"code\":{\"text\":\"Weight\"}," + members)),
                        "Observation/o")
                .body();

        assertThat(body.path("effectiveAt").asText()).isEqualTo(effective);
        assertThat(body.at("/metadata/datePrecision").asText()).isEqualTo(precision);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "Observation ~ \"status\":\"final\",\"code\":{\"text\":\"Weight\"}",
                "MedicationAdministration ~ \"status\":\"completed\",\"medicationCodeableConcept\":{\"text\":\"Aspirin\"}",
                "MedicationDispense ~ \"status\":\"completed\",\"medicationCodeableConcept\":{\"text\":\"Aspirin\"}",
                "DiagnosticReport ~ \"status\":\"final\",\"code\":{\"text\":\"CT\"},\"conclusion\":\"Tumour\""
            })
    void a_value_without_a_date_stands_in_no_trend(String type, String members) {
        String absent =
                "{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"unknown\"}]}";
        ImportPlan plan = TestRecords.readBundle(
                TestRecords.PATIENT,
                TestRecords.about(
                        type,
                        "x",
                        members + ",\"_effectiveDateTime\":%s,\"_whenHandedOver\":%s".formatted(absent, absent)));

        assertThat(plan.skipped()).isEqualTo(Map.of(type, Map.of("has no date", 1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "MedicationRequest ~ " + ASPIRIN + " ~ content ~ date",
                "Condition ~ \"code\":{\"text\":\"Gout\"} ~ content ~ date",
                "MedicationStatement ~ " + ASPIRIN + " ~ metadata ~ effectiveAt",
                "Procedure ~ \"status\":\"completed\",\"code\":{\"text\":\"Appendectomy\"} ~ metadata ~ effectiveAt",
                "Immunization ~ \"status\":\"completed\",\"vaccineCode\":{\"text\":\"BCG\"} ~ metadata ~ effectiveAt"
            })
    void what_a_patient_has_takes_or_was_given_once_is_stored_without_a_date_and_says_so(
            String type, String members, String details, String date) {
        ImportPlan plan = TestRecords.readBundle(TestRecords.PATIENT, TestRecords.about(type, "m", members));

        ImportItem order = TestRecords.item(plan, type + "/m");
        assertThat(order.body().path(date).asText()).startsWith("2026-11-20");
        assertThat(order.body().path(details).path("datePrecision").asText())
                .isEqualTo("the date is not known; this is the day of the import");
        // Imported again on another day, it is still the same.
        assertThat(order.comparable().has(date)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "MedicationRequest ~ " + ASPIRIN + ",\"encounter\":{\"reference\":\"Encounter/e\"} ~ 2019-01-02 ~ ''",
                "MedicationRequest ~ " + ASPIRIN
                        + ",\"meta\":{\"lastUpdated\":\"2021-06-07T00:00:00Z\"} ~ 2021-06-07 ~ the date is not known; known to be true when the record was made",
                "Condition ~ \"code\":{\"text\":\"Gout\"},\"onsetString\":\"as a child\",\"meta\":{\"lastUpdated\":\"2021-06-07T00:00:00Z\"} ~ 2021-06-07 ~ the date is not known; known to be true when the record was made",
                "Condition ~ \"code\":{\"text\":\"Gout\"},\"onsetAge\":{\"value\":7,\"unit\":\"a\"},\"recordedDate\":\"2018\" ~ 2018-01-01 ~ the day is not known",
                "Condition ~ \"code\":{\"text\":\"Gout\"},\"encounter\":{\"reference\":\"Encounter/e\"} ~ 2019-01-02 ~ ''",
                "Procedure ~ \"code\":{\"text\":\"Appendectomy\"},\"performedString\":\"as a child\",\"meta\":{\"lastUpdated\":\"2021-06-07T00:00:00Z\"} ~ 2021-06-07 ~ the date is not known; known to be true when the record was made",
                "Procedure ~ \"code\":{\"text\":\"Appendectomy\"},\"performedAge\":{\"value\":7,\"unit\":\"a\"},\"encounter\":{\"reference\":\"Encounter/e\"} ~ 2019-01-02 ~ ''",
                "Procedure ~ \"code\":{\"text\":\"Appendectomy\"},\"performedPeriod\":{\"end\":\"1999\"} ~ 1999-01-01 ~ the day is not known",
                "Immunization ~ \"vaccineCode\":{\"text\":\"BCG\"},\"occurrenceString\":\"at birth\",\"meta\":{\"lastUpdated\":\"2021-06-07T00:00:00Z\"} ~ 2021-06-07 ~ the date is not known; known to be true when the record was made",
            })
    void what_states_no_date_is_dated_by_what_it_belongs_to(
            String type, String members, String date, String precision) {
        ImportPlan plan = TestRecords.readBundle(
                TestRecords.PATIENT,
                TestRecords.about(
                        "Encounter",
                        "e",
                        "\"status\":\"finished\",\"class\":{\"code\":\"AMB\"},\"period\":{\"start\":\"2019-01-02\"}"),
                TestRecords.about(type, "x", members));

        JsonNode body = TestRecords.item(plan, type + "/x").body();
        boolean isHistory = body.has("date");
        assertThat(body.path(isHistory ? "date" : "effectiveAt").asText()).startsWith(date);
        assertThat(body.path(isHistory ? "content" : "metadata")
                        .path("datePrecision")
                        .asText())
                .isEqualTo(precision);
    }

    @Test
    void what_a_document_states_without_a_date_is_as_old_as_the_document() {
        ImportPlan plan = TestRecords.readOne(TestRecords.bundleOf(
                "document",
                ReferencesTest.entry(
                        null,
                        "{\"resourceType\":\"Composition\",\"id\":\"c\",\"status\":\"final\",\"subject\":{\"reference\":\"Patient/p\"},\"date\":\"2024-05-06T07:08:09Z\"}"),
                ReferencesTest.entry(null, TestRecords.PATIENT),
                ReferencesTest.entry(null, TestRecords.about("Condition", "x", "\"code\":{\"text\":\"Gout\"}")),
                ReferencesTest.entry(
                        null, TestRecords.about("AllergyIntolerance", "a", "\"code\":{\"text\":\"Nuts\"}")),
                ReferencesTest.entry(
                        null,
                        TestRecords.about(
                                "MedicationStatement",
                                "s",
                                "\"status\":\"active\",\"medicationCodeableConcept\":{\"text\":\"Aspirin\"}"))));

        assertThat(TestRecords.item(plan, "Condition/x").body().path("date").asText())
                .isEqualTo("2024-05-06");
        assertThat(TestRecords.item(plan, "AllergyIntolerance/a")
                        .body()
                        .path("recordedAt")
                        .asText())
                .isEqualTo("2024-05-06T07:08:09Z");
        assertThat(TestRecords.item(plan, "MedicationStatement/s")
                        .body()
                        .path("effectiveAt")
                        .asText())
                .isEqualTo("2024-05-06T07:08:09Z");
    }

    @Test
    void a_patient_without_any_past_has_a_plan_all_the_same() {
        ImportPlan plan = TestRecords.readOne(TestRecords.PATIENT);

        assertThat(plan.items()).isEmpty();
        assertThat(plan.resources()).isEqualTo(Map.of("Patient", 1));
        assertThat(plan.isAlive()).isTrue();
    }
}
