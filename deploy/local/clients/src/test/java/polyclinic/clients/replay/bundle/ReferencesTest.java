package polyclinic.clients.replay.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.clients.replay.TestRecords;
import polyclinic.clients.replay.plan.ImportPlan;

class ReferencesTest {
    private static final String PATIENT_WITH_UUID = "0a1b2c3d-0000-4000-8000-00000000000a";

    @Test
    void a_medicine_that_stands_inside_its_order_is_named() {
        ImportPlan plan = TestRecords.readBundle(TestRecords.PATIENT, TestRecords.about("MedicationRequest", "m", """
                        "contained":[{"resourceType":"Medication","id":"med1","code":{"text":"Amoxicillin 500 mg capsule"}}],
                        "status":"active","intent":"order","authoredOn":"2024-02-03",
                        "medicationReference":{"reference":"#med1"}"""));

        assertThat(title(plan, "MedicationRequest/m")).isEqualTo("Amoxicillin 500 mg capsule");
    }

    @Test
    void a_medicine_inside_what_was_given_or_is_taken_is_named() {
        String contained = """
                "contained":[{"resourceType":"Medication","id":"x","code":{"coding":[{"display":"Ibuprofen"}]}}],
                "medicationReference":{"reference":"#x"},"effectiveDateTime":"2024-02-03\"""";
        ImportPlan plan = TestRecords.readBundle(
                TestRecords.PATIENT,
                TestRecords.about("MedicationAdministration", "a", "\"status\":\"completed\"," + contained),
                TestRecords.about("MedicationStatement", "s", "\"status\":\"active\"," + contained));

        assertThat(name(plan, "MedicationAdministration/a")).isEqualTo("Ibuprofen");
        assertThat(name(plan, "MedicationStatement/s")).isEqualTo("Ibuprofen");
    }

    @Test
    void a_mixture_is_named_by_what_is_in_it() {
        ImportPlan plan = TestRecords.readBundle(TestRecords.PATIENT, TestRecords.about("MedicationRequest", "m", """
                        "contained":[{"resourceType":"Medication","id":"mix","ingredient":[
                          {"itemCodeableConcept":{"text":"Salicylic acid"}},{"itemReference":{"display":"Vaseline"}}]}],
                        "status":"active","intent":"order","authoredOn":"2024-02-03","medicationReference":{"reference":"#mix"}"""));

        assertThat(title(plan, "MedicationRequest/m")).isEqualTo("Salicylic acid + Vaseline");
    }

    @Test
    void results_inside_their_report_are_stored_with_its_time() {
        ImportPlan plan = TestRecords.readBundle(TestRecords.PATIENT, TestRecords.about("DiagnosticReport", "r", """
                        "status":"final","code":{"text":"Blood count"},"effectiveDateTime":"2024-02-03T08:00:00+02:00",
                        "contained":[{"resourceType":"Observation","id":"hb","status":"final","code":{"text":"Haemoglobin"},
                          "valueQuantity":{"value":4.10,"unit":"g/dL"}}],
                        "result":[{"reference":"#hb"}]"""));

        assertThat(TestRecords.item(plan, "Observation/r.hb")
                        .body()
                        .path("effectiveAt")
                        .asText())
                .isEqualTo("2024-02-03T06:00:00Z");
        assertThat(TestRecords.item(plan, "Observation/r.hb")
                        .body()
                        .at("/data/value/value")
                        .asText())
                .isEqualTo("4.10");
        assertThat(plan.skipped().get("DiagnosticReport"))
                .isEqualTo(Map.of("a list of Observations, all of which are stored", 1));
    }

    @ParameterizedTest
    @CsvSource({
        "urn:uuid:0a1b2c3d-0000-4000-8000-00000000000a, urn:uuid:0a1b2c3d-0000-4000-8000-00000000000a",
        "urn:uuid:0a1b2c3d-0000-4000-8000-00000000000a, urn:uuid:0A1B2C3D-0000-4000-8000-00000000000A",
        "urn:oid:1.2.3.4, urn:oid:1.2.3.4",
        "http://a.example/fhir/Patient/p, http://a.example/fhir/Patient/p",
        "http://a.example/fhir/Patient/p, http://a.example/fhir/Patient/p/_history/7",
        "http://a.example/fhir/Patient/p/_history/2, http://a.example/fhir/Patient/p",
        "http://a.example/fhir/Patient/p, Patient/p",
        "http://a.example/fhir/Patient/p, Patient/p/_history/2",
        ", Patient/p",
        ", Patient/p/_history/2",
        ", https://a.example/Patient/p",
        ", Patient?identifier=urn:numbers|7",
        ", Patient?identifier=urn%3Anumbers%7C7",
    })
    void every_way_to_name_the_patient_is_followed(String fullUrl, String reference) {
        ImportPlan plan = TestRecords.readOne(TestRecords.bundleOf(
                "transaction",
                entry(fullUrl, TestRecords.PATIENT),
                entry(null, weight("{\"reference\":\"" + reference + "\"}"))));

        assertThat(plan.skipped()).isEmpty();
        assertThat(plan.items()).hasSize(1);
    }

    @Test
    void a_resource_without_an_id_is_known_by_its_full_url() {
        String patient = TestRecords.PATIENT.replace("\"id\":\"p\",", "");
        String subject = "{\"reference\":\"urn:uuid:" + PATIENT_WITH_UUID + "\"}";
        String weight = weight(subject).replace("\"id\":\"w\",", "");
        ImportPlan plan = TestRecords.readOne(TestRecords.bundleOf(
                "transaction", entry("urn:uuid:" + PATIENT_WITH_UUID, patient), entry(null, weight)));

        assertThat(plan.patientSource()).isEqualTo("Patient/" + PATIENT_WITH_UUID);
        assertThat(plan.items()).singleElement().satisfies(item -> assertThat(item.source())
                .matches("Observation/c[0-9a-f]{20}"));
    }

    @Test
    void a_patient_named_by_an_identifier_alone_is_found() {
        ImportPlan plan = TestRecords.readBundle(
                TestRecords.PATIENT, weight("{\"identifier\":{\"system\":\"urn:numbers\",\"value\":\"7\"}}"));

        assertThat(plan.items()).hasSize(1);
    }

    @Test
    void a_contained_patient_is_the_one_of_the_file_who_has_its_identifier() {
        String contained = weight("{\"reference\":\"#who\"}")
                .replace(
                        "\"id\":\"w\"",
                        "\"id\":\"w\",\"contained\":[{\"resourceType\":\"Patient\",\"id\":\"who\",\"identifier\":"
                                + "[{\"system\":\"urn:numbers\",\"value\":\"7\"}]}]");

        assertThat(TestRecords.readBundle(TestRecords.PATIENT, contained).items())
                .hasSize(1);
        assertThat(TestRecords.readBundle(TestRecords.PATIENT, contained.replace("\"7\"", "\"8\""))
                        .skipped())
                .isEqualTo(
                        Map.of("Observation", Map.of("is about a patient who stands inside it alone (contained)", 1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{\"reference\":\"Patient/q\"} ~ is about somebody who is not in the file",
                "{\"reference\":\"http://b.example/Patient/p\"} ~ is about somebody who is not in the file",
                "{\"reference\":\"urn:uuid:0a1b2c3d-0000-4000-8000-00000000000b\"} ~ is about somebody who is not in the file",
                "{\"reference\":\"Patient?identifier=urn:numbers|8\"} ~ names its patient by a search (conditional reference) that finds nobody in the file",
                "{\"reference\":\"Patient?name=Ada\"} ~ names its patient by a search (conditional reference) that finds nobody in the file",
                "{\"identifier\":{\"system\":\"urn:others\",\"value\":\"7\"}} ~ names its patient by an identifier that nobody in the file has",
                "{\"identifier\":{\"value\":\"7\"}} ~ names its patient by an identifier that nobody in the file has",
                "{\"display\":\"Ada Byron\"} ~ names its patient in words only",
                "{\"reference\":\"Group/g\"} ~ is about a Group, not a patient",
                "{\"reference\":\"Device/d/_history/1\"} ~ is about a Device, not a patient",
                "{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"masked\"}]} ~ does not say whom it is about",
            })
    void what_is_not_clearly_about_the_patient_is_skipped_with_its_reason(String subject, String reason) {
        ImportPlan plan = TestRecords.readOne(TestRecords.bundleOf(
                "collection",
                entry("http://a.example/fhir/Patient/p", TestRecords.PATIENT),
                entry(null, weight(subject))));

        assertThat(plan.items()).isEmpty();
        assertThat(plan.skipped()).isEqualTo(Map.of("Observation", Map.of(reason, 1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{\"reference\":\"Patient/baby\"} ~ is of somebody else whom the patient's record tells of (focus)",
                "{\"reference\":\"http://a.example/Patient/baby/_history/2\"} ~ is of somebody else whom the patient's record tells of (focus)",
                "{\"reference\":\"RelatedPerson/donor\"} ~ is of somebody else whom the patient's record tells of (focus)",
                "{\"reference\":\"#fetus\"} ~ is of somebody else whom the patient's record tells of (focus)",
                "{\"type\":\"Patient\",\"display\":\"Twin B\"} ~ is of somebody else whom the patient's record tells of (focus)",
                "{\"display\":\"Fetus\"} ~ is of something else than the patient, and the file does not say of what (focus)",
                "{\"reference\":\"urn:uuid:0a1b2c3d-0000-4000-8000-00000000000b\"} ~ is of something else than the patient, and the file does not say of what (focus)",
                "{\"reference\":\"Patient/p\"} ~",
                "{\"reference\":\"Condition/tumour\"} ~",
                "{\"reference\":\"Device/pump\"} ~",
                "{\"type\":\"BodyStructure\",\"display\":\"Liver\"} ~",
            })
    void what_was_measured_of_somebody_else_is_not_the_patients(String focus, @Nullable String reason) {
        String measured = weight("{\"reference\":\"Patient/p\"}")
                .replace(
                        "\"id\":\"w\"",
                        "\"id\":\"w\",\"contained\":[{\"resourceType\":\"RelatedPerson\",\"id\":\"fetus\"}],\"focus\":["
                                + focus + "]");

        ImportPlan plan = TestRecords.readBundle(TestRecords.PATIENT, measured);

        assertThat(plan.items()).hasSize(reason == null ? 1 : 0);
        assertThat(plan.skipped()).isEqualTo(reason == null ? Map.of() : Map.of("Observation", Map.of(reason, 1)));
    }

    @Test
    void equal_ids_on_two_servers_are_two_people() {
        String other = TestRecords.PATIENT.replace("Ada", "Bob").replace("\"7\"", "\"8\"");
        Records records = TestRecords.read(TestRecords.bundleOf(
                "collection",
                entry("http://a.example/Patient/p", TestRecords.PATIENT),
                entry("http://b.example/Patient/p", other),
                entry("http://b.example/Observation/w", weight("{\"reference\":\"Patient/p\"}")),
                entry(null, weight("{\"reference\":\"Patient/p\"}").replace("\"id\":\"w\"", "\"id\":\"v\""))));

        assertThat(records.patients()).hasSize(2);
        assertThat(records.patients().get(0).items()).isEmpty();
        assertThat(records.patients().get(1).items()).singleElement().satisfies(item -> assertThat(item.source())
                .isEqualTo("Observation/w"));
        assertThat(records.rest().skipped())
                .isEqualTo(Map.of("Observation", Map.of("names a patient of whom the file has two that differ", 1)));
    }

    static String entry(@Nullable String fullUrl, String resource) {
        return "{" + (fullUrl == null ? "" : "\"fullUrl\":\"" + fullUrl + "\",") + "\"resource\":" + resource + "}";
    }

    private static String weight(String subject) {
        return "{\"resourceType\":\"Observation\",\"id\":\"w\",\"status\":\"final\",\"code\":{\"text\":\"Weight\"},\"subject\":"
                + subject
                + ",\"effectiveDateTime\":\"2020-01-02\",\"valueQuantity\":{\"value\":71.50,\"unit\":\"kg\"}}";
    }

    private static String title(ImportPlan plan, String source) {
        return TestRecords.item(plan, source).body().at("/content/title").asText();
    }

    private static String name(ImportPlan plan, String source) {
        return TestRecords.item(plan, source).body().at("/data/name").asText();
    }
}
