package polyclinic.clients.replay.files;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.clients.http.JsonNodes;

class FhirVersionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "DSTU2 ~ {\"resourceType\":\"MedicationOrder\"} ~ MedicationOrder",
                "DSTU2 ~ {\"resourceType\":\"Patient\",\"name\":[{\"family\":[\"Byron\"]}]} ~ Patient.name.family",
                "DSTU2 ~ {\"resourceType\":\"Encounter\",\"class\":\"inpatient\"} ~ Encounter.class",
                "DSTU2 ~ {\"resourceType\":\"Conformance\"} ~ Conformance",
                "STU3 ~ {\"resourceType\":\"Condition\",\"clinicalStatus\":\"active\"} ~ Condition.clinicalStatus",
                "STU3 ~ {\"resourceType\":\"MedicationRequest\",\"requester\":{\"agent\":{\"display\":\"x\"}}} ~ MedicationRequest.requester.agent",
                "STU3 ~ {\"resourceType\":\"Observation\",\"context\":{\"reference\":\"Encounter/1\"}} ~ Observation.context",
                "STU3 ~ {\"resourceType\":\"Encounter\",\"reason\":[{\"text\":\"cough\"}]} ~ Encounter.reason.text",
                "STU3 ~ {\"resourceType\":\"ReferralRequest\"} ~ ReferralRequest",
                "STU3 ~ {\"resourceType\":\"CapabilityStatement\",\"fhirVersion\":\"3.0.2\"} ~ CapabilityStatement.fhirVersion",
                "R4B ~ {\"resourceType\":\"CapabilityStatement\",\"fhirVersion\":\"4.3.0\"} ~ CapabilityStatement.fhirVersion",
                "R4B ~ {\"resourceType\":\"Patient\",\"meta\":{\"profile\":[\"http://hl7.org/fhir/StructureDefinition/Patient|4.3.0\"]}} ~ meta.profile",
                "R4B ~ {\"resourceType\":\"Patient\",\"meta\":{\"profile\":[\"http://hl7.org/fhir/4.3/StructureDefinition/Patient\"]}} ~ meta.profile",
                "R4B or R5 ~ {\"resourceType\":\"NutritionProduct\"} ~ NutritionProduct",
                "R5 ~ {\"resourceType\":\"MedicationRequest\",\"medication\":{\"concept\":{\"text\":\"Aspirin\"}}} ~ MedicationRequest.medication",
                "R5 ~ {\"resourceType\":\"Encounter\",\"class\":[{\"text\":\"inpatient\"}]} ~ Encounter.class",
                "R5 ~ {\"resourceType\":\"AllergyIntolerance\",\"type\":{\"coding\":[{\"code\":\"allergy\"}]}} ~ AllergyIntolerance.type",
                "R5 ~ {\"resourceType\":\"Procedure\",\"occurrenceDateTime\":\"2024\"} ~ Procedure.occurrenceDateTime",
                "R5 ~ {\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\"}},{\"resource\":{\"resourceType\":\"DeviceUsage\"}}]} ~ DeviceUsage",
                "R5 ~ {\"resourceType\":\"Observation\",\"contained\":[{\"resourceType\":\"Medication\",\"doseForm\":{\"text\":\"tablet\"}}]} ~ Medication.doseForm",
                "R5 ~ {\"resourceType\":\"Parameters\",\"parameter\":[{\"resource\":{\"resourceType\":\"Transport\"}}]} ~ Transport",
            })
    void another_version_is_named_with_what_to_do(String version, String json, String where) {
        assertThatThrownBy(() -> requireR4(json))
                .hasMessage("FHIR " + version + ", not R4 (by " + where
                        + "): ask for R4 (Accept: application/fhir+json; fhirVersion=4.0), or convert it first");
    }

    @Test
    void r4_is_taken_whatever_versions_its_profiles_and_extensions_name() {
        assertThatCode(() -> requireR4("""
                        {"resourceType":"Bundle","entry":[
                         {"resource":{"resourceType":"Patient","meta":{"profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient|6.1.0",
                           "http://hl7.org/fhir/StructureDefinition/Patient|4.0.1","http://hl7.org/fhir/4.0/StructureDefinition/Patient"]},
                           "extension":[{"url":"http://hl7.org/fhir/5.0/StructureDefinition/extension-Patient.x"}]}},
                         {"resource":{"resourceType":"Encounter","class":{"code":"AMB"},"reasonCode":[{"text":"cough"}]}},
                         {"resource":{"resourceType":"Condition","clinicalStatus":{"coding":[{"code":"active"}]},"encounter":{}}},
                         {"resource":{"resourceType":"MedicationStatement","context":{},"subject":{}}},
                         {"resource":{"resourceType":"CapabilityStatement","fhirVersion":"4.0.1"}}]}""")).doesNotThrowAnyException();
    }

    private static void requireR4(String json) throws IOException {
        FhirVersion.requireR4(JsonNodes.MAPPER.readTree(json));
    }
}
