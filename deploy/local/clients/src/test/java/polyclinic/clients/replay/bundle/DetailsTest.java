package polyclinic.clients.replay.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.clients.replay.TestRecords;
import polyclinic.clients.replay.plan.ImportItem;
import polyclinic.clients.replay.plan.ImportPlan;

/** What stands beside the name of a thing and changes what somebody does about it. */
class DetailsTest {
    private static final String LEFT =
            "\"extension\":[{\"url\":\"http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-laterality-qualifier\","
                    + "\"valueCodeableConcept\":{\"text\":\"Left\"}}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "Condition ~ \"onsetDateTime\":\"2020-01-02\",\"bodySite\":[{\"text\":\"Breast\"," + LEFT
                        + "}] ~ /content/bodySite ~ [{\"text\":\"Breast\",\"qualifier\":[{\"text\":\"Left\"}]}]",
                "Condition ~ \"onsetDateTime\":\"2020-01-02\",\"bodySite\":[{\"text\":\"Breast\",\"extension\":[{\"url\":\"urn:x\",\"valueString\":\"y\"}]}] ~ /content/bodySite ~ [{\"text\":\"Breast\"}]",
                "Condition ~ \"onsetDateTime\":\"2020-01-02\",\"severity\":{\"text\":\"Severe\"} ~ /content/severity ~ {\"text\":\"Severe\"}",
                "Condition ~ \"onsetDateTime\":\"2020-01-02\",\"stage\":[{\"summary\":{\"text\":\"IIA\"},\"type\":{\"text\":\"pathological\"}},{\"assessment\":[{\"display\":\"x\"}]}] ~ /content/stage ~ [{\"summary\":{\"text\":\"IIA\"},\"type\":{\"text\":\"pathological\"}}]",
                "Condition ~ \"onsetDateTime\":\"2020-01-02\",\"note\":[{\"text\":\"Beware\"}] ~ /content/note ~ \"Beware\"",
                "Procedure ~ \"performedDateTime\":\"2020-01-02\",\"bodySite\":[{\"text\":\"Knee\"," + LEFT
                        + "}] ~ /data/bodySite ~ [{\"text\":\"Knee\",\"qualifier\":[{\"text\":\"Left\"}]}]",
                "Procedure ~ \"performedDateTime\":\"2020-01-02\",\"complication\":[{\"text\":\"Bleeding\"}] ~ /data/complication ~ [{\"text\":\"Bleeding\"}]",
                "Observation ~ \"effectiveDateTime\":\"2020-01-02\",\"bodySite\":{\"text\":\"Eye\"," + LEFT
                        + "} ~ /data/bodySite ~ {\"text\":\"Eye\",\"qualifier\":[{\"text\":\"Left\"}]}",
                "Immunization ~ \"occurrenceDateTime\":\"2020-01-02\",\"vaccineCode\":{\"text\":\"HepB\"},\"protocolApplied\":[{\"series\":\"basic\",\"targetDisease\":[{\"text\":\"Hepatitis B\"}],\"doseNumberPositiveInt\":2,\"seriesDosesString\":\"3 or 4\"}] ~ /data/protocol ~ [{\"series\":\"basic\",\"targetDisease\":[{\"text\":\"Hepatitis B\"}],\"doseNumber\":2,\"seriesDoses\":\"3 or 4\"}]",
                "Immunization ~ \"occurrenceString\":\"as a child\",\"vaccineCode\":{\"text\":\"BCG\"} ~ /data/occurrence ~ \"as a child\"",
                "MedicationRequest ~ \"medicationCodeableConcept\":{\"text\":\"A\"},\"dispenseRequest\":{\"numberOfRepeatsAllowed\":3,\"quantity\":{\"value\":30.0,\"unit\":\"TAB\"},\"expectedSupplyDuration\":{\"value\":30,\"unit\":\"days\"},\"validityPeriod\":{\"end\":\"2021-01-02\"}} ~ /content/dispense ~ {\"quantity\":{\"value\":30.0,\"unit\":\"TAB\"},\"supplyDuration\":{\"value\":30,\"unit\":\"days\"},\"repeatsAllowed\":3,\"validity\":{\"end\":\"2021-01-02\"}}",
                "MedicationRequest ~ \"medicationCodeableConcept\":{\"text\":\"A\"},\"status\":\"stopped\",\"statusReason\":{\"text\":\"Rash\"} ~ /content/statusReason ~ {\"text\":\"Rash\"}",
                "MedicationStatement ~ \"medicationCodeableConcept\":{\"text\":\"A\"},\"status\":\"stopped\",\"statusReason\":[{\"text\":\"Rash\"}] ~ /metadata/statusReason ~ [{\"text\":\"Rash\"}]",
                "MedicationAdministration ~ \"effectiveDateTime\":\"2020-01-02\",\"medicationCodeableConcept\":{\"text\":\"A\"},\"dosage\":{\"text\":\"slowly\",\"rateQuantity\":{\"value\":0.50,\"unit\":\"mL/h\"}} ~ /data/rate ~ {\"value\":0.50,\"unit\":\"mL/h\"}",
                "AllergyIntolerance ~ \"code\":{\"text\":\"A\"},\"reaction\":[{\"manifestation\":[{\"text\":\"Hives\"},{\"text\":\"Wheeze\"}],\"severity\":\"severe\"},{\"description\":\"Swollen\\nlip\"}] ~ /reaction ~ \"Hives; Wheeze (severe); Swollen lip\"",
            })
    void a_detail_is_kept(String type, String members, String place, String value) throws JsonProcessingException {
        String named = members.contains("\"code\"") ? members : "\"code\":{\"text\":\"X\"}," + members;
        ImportPlan plan = TestRecords.readBundle(TestRecords.PATIENT, TestRecords.about(type, "x", named));

        JsonNode body = TestRecords.item(plan, type + "/x").body();

        assertThat(body.at(place).toString()).isEqualTo(value);
    }

    @Test
    void a_report_without_a_text_is_stored_as_what_it_concludes() {
        ImportPlan plan = TestRecords.readBundle(TestRecords.PATIENT, TestRecords.about("DiagnosticReport", "r", """
                        "status":"final","code":{"text":"CT of head"},"issued":"2020-01-02T03:04:05Z",
                        "conclusion":"Large tumour","conclusionCode":[{"text":"Tumour"}],"result":[{"reference":"Observation/o"}]"""));

        JsonNode body = TestRecords.item(plan, "DiagnosticReport/r").body();
        assertThat(body.path("dataType").asText()).isEqualTo("diagnostic_report");
        assertThat(body.path("effectiveAt").asText()).isEqualTo("2020-01-02T03:04:05Z");
        assertThat(body.at("/data/conclusion").asText()).isEqualTo("Large tumour");
        assertThat(body.at("/data/conclusionCode/0/text").asText()).isEqualTo("Tumour");
        assertThat(body.at("/data/result/0").asText()).isEqualTo("Observation/o");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "\"issued\":\"2020-01-02T03:04:05Z\",\"conclusion\":\"x\",\"presentedForm\":[{\"data\":\"aGk=\"}] ~ 1 ~",
                "\"conclusion\":\"x\" ~ 0 ~ has no date",
                "\"issued\":\"2020-01-02T03:04:05Z\" ~ 0 ~ the suite has no reports; some of what it holds is not stored otherwise",
            })
    void a_report_is_stored_once_or_says_why_not(String members, int items, String reason) {
        ImportPlan plan = TestRecords.readBundle(
                TestRecords.PATIENT,
                TestRecords.about(
                        "DiagnosticReport", "r", "\"status\":\"final\",\"code\":{\"text\":\"CT\"}," + members));

        assertThat(plan.items()).hasSize(items);
        if (reason != null) assertThat(plan.skipped()).isEqualTo(Map.of("DiagnosticReport", Map.of(reason, 1)));
    }

    @Test
    void what_a_document_says_in_words_alone_is_kept_as_a_document() {
        ImportPlan plan = TestRecords.readBundle(TestRecords.PATIENT, TestRecords.about("Composition", "c", """
                        "status":"final","title":"Discharge summary","date":"2020-01-02T03:04:05Z","section":[
                          {"title":"Course","text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p>Fever &lt; 38.5 &amp; cough,</p><ul><li>three\\n days</li></ul></div>"},
                           "section":[{"code":{"text":"Diet"},"text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><table><tr><td>Salt</td><td>none</td></tr></table></div>"}}]},
                          {"title":"Problems","entry":[{"reference":"Condition/x"}],"text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">Gout</div>"}},
                          {"title":"Plan","emptyReason":{"coding":[{"code":"unavailable"}]},"text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">None</div>"}}]"""));

        ImportItem document = TestRecords.item(plan, "Composition/c");
        assertThat(new String(document.requireFile().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("Course\nFever < 38.5 & cough,\nthree days\n\nDiet\nSalt\tnone\n\n");
        assertThat(document.requireFile().contentType()).isEqualTo("text/plain");
        assertThat(document.body().path("title").asText()).isEqualTo("Discharge summary");
        assertThat(document.body().path("documentDate").asText()).isEqualTo("2020-01-02T03:04:05Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "\"status\":\"final\" ~ a document's table of contents; what its sections list is stored item by item",
                "\"status\":\"final\",\"section\":[{\"title\":\"Problems\",\"entry\":[{\"reference\":\"Condition/x\"}]}] ~ a document's table of contents; what its sections list is stored item by item",
                "\"status\":\"final\",\"section\":[{\"title\":\"Problems\",\"text\":{\"status\":\"empty\",\"div\":\"<div> </div>\"}}] ~ a document's table of contents; what its sections list is stored item by item",
                "\"status\":\"entered-in-error\",\"section\":[{\"title\":\"Problems\",\"text\":{\"status\":\"generated\",\"div\":\"<div>Gout</div>\"}}] ~ entered in error",
            })
    void a_document_that_says_nothing_of_its_own_is_none(String members, String reason) {
        ImportPlan plan = TestRecords.readBundle(TestRecords.PATIENT, TestRecords.about("Composition", "c", members));

        assertThat(plan.items()).isEmpty();
        assertThat(plan.skipped()).isEqualTo(Map.of("Composition", Map.of(reason, 1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "\"whenHandedOver\":\"2020-01-02T03:04:05Z\",\"whenPrepared\":\"2020-01-01\" ~ 2020-01-02T03:04:05Z",
                "\"whenPrepared\":\"2020-01-01\" ~ 2020-01-01T00:00:00Z",
                "\"status\":\"stopped\",\"whenHandedOver\":\"2020\" ~ 2020-01-01T00:00:00Z",
                "\"status\":\"on-hold\",\"whenHandedOver\":\"2020\" ~ 2020-01-01T00:00:00Z",
                "\"status\":\"in-progress\",\"whenHandedOver\":\"2020-02-03\" ~ 2020-02-03T00:00:00Z",
            })
    void what_a_pharmacy_handed_out_is_stored(String members, String effective) {
        ImportPlan plan = TestRecords.readBundle(
                TestRecords.PATIENT,
                TestRecords.about(
                        "MedicationDispense",
                        "d",
                        members
                                + ",\"medicationCodeableConcept\":{\"text\":\"Aspirin\"},\"quantity\":{\"value\":30.0,\"unit\":\"TAB\"},\"authorizingPrescription\":[{\"reference\":\"MedicationRequest/m\"}]"));

        JsonNode body = TestRecords.item(plan, "MedicationDispense/d").body();
        assertThat(body.path("dataType").asText()).isEqualTo("medication_dispense");
        assertThat(body.path("effectiveAt").asText()).isEqualTo(effective);
        assertThat(body.at("/data/name").asText()).isEqualTo("Aspirin");
        assertThat(body.at("/data/quantity").toString()).isEqualTo("{\"value\":30.0,\"unit\":\"TAB\"}");
        assertThat(body.at("/data/order/0").asText()).isEqualTo("MedicationRequest/m");
    }

    @ParameterizedTest
    @CsvSource({
        "preparation, not handed out",
        "in-progress, not handed out",
        "cancelled, not handed out",
        "declined, not handed out",
        "entered-in-error, entered in error"
    })
    void what_was_not_handed_out_is_not_stored(String status, String reason) {
        ImportPlan plan = TestRecords.readBundle(
                TestRecords.PATIENT,
                TestRecords.about(
                        "MedicationDispense",
                        "d",
                        "\"status\":\"" + status
                                + "\",\"whenPrepared\":\"2020\",\"medicationCodeableConcept\":{\"text\":\"Aspirin\"}"));

        assertThat(plan.skipped()).isEqualTo(Map.of("MedicationDispense", Map.of(reason, 1)));
    }

    @Test
    void what_names_nothing_is_nothing() {
        assertThat(TestRecords.readBundle(
                                TestRecords.PATIENT,
                                TestRecords.about("Procedure", "p", "\"performedDateTime\":\"2020\""),
                                TestRecords.about("Immunization", "i", "\"occurrenceDateTime\":\"2020\""))
                        .skipped())
                .isEqualTo(Map.of(
                        "Procedure",
                        Map.of("does not say which", 1),
                        "Immunization",
                        Map.of("does not say against what", 1)));
    }
}
