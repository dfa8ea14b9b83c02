package polyclinic.clients.replay.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.TestRecords;
import polyclinic.clients.replay.plan.ImportPlan;

class PatientReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "\"birthDate\":\"1931\" ~ 1931-01-01 ~ true",
                "\"birthDate\":\"1931-05\" ~ 1931-05-01 ~ true",
                "\"birthDate\":\"1931-05-09\" ~ 1931-05-09 ~ false",
                "\"birthDate\":\"1931-05-09\",\"_birthDate\":{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/patient-birthTime\",\"valueDateTime\":\"1931-05-09T01:00:00Z\"}]} ~ 1931-05-09 ~ false",
                "\"birthDate\":\"1931-05-09\",\"_birthDate\":{\"extension\":[{\"url\":\"http://hl7.org.au/fhir/StructureDefinition/date-accuracy-indicator\",\"valueCoding\":{\"code\":\"UEA\"}}]} ~ 1931-05-09 ~ true",
                "\"birthDate\":\"1931-05-09\",\"_birthDate\":{\"extension\":[{\"url\":\"http://hl7.org.au/fhir/StructureDefinition/date-accuracy-indicator\",\"valueCoding\":{\"code\":\"AAA\"}}]} ~ 1931-05-09 ~ false",
                "\"birthDate\":\"1931-05-09\",\"_birthDate\":{\"extension\":[{\"url\":\"http://clinic.example/birthdate-estimated\",\"valueBoolean\":true}]} ~ 1931-05-09 ~ true",
                "\"_birthDate\":{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"unknown\"}]} ~ '' ~ ''",
                "\"gender\":\"male\" ~ '' ~ ''",
                "\"birthDate\":\"1066-01-01\" ~ '' ~ ''",
                "\"birthDate\":\"2030-01-01\" ~ '' ~ ''",
                "\"birthDate\":\"about 1950\" ~ '' ~ ''",
            })
    void a_birth_date_is_as_exact_as_the_record_says(String members, String date, String estimated) {
        JsonNode patient = patient(members);

        assertThat(patient.path("birthDate").asText()).isEqualTo(date);
        assertThat(patient.path("birthDateEstimated").asText()).isEqualTo(estimated);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "[{\"given\":[\"Ada\",\"Maria\"],\"family\":\"Byron\"}] ~ Ada Maria ~ Byron",
                "[{\"text\":\"Prince\"}] ~ '' ~ Prince",
                "[{\"family\":\"Sukarno\"}] ~ '' ~ Sukarno",
                "[{\"given\":[\"Teresa\"]}] ~ Teresa ~ ''",
                "[{\"given\":[null,\"Ada\"],\"_given\":[{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"masked\"}]},null],\"family\":\"B\"}] ~ Ada ~ B",
                "[{\"use\":\"maiden\",\"family\":\"Old\"},{\"use\":\"usual\",\"family\":\"New\"}] ~ '' ~ New",
                "[{\"use\":\"official\",\"family\":\"Past\",\"period\":{\"end\":\"2001-01-01\"}},{\"use\":\"nickname\",\"family\":\"Now\"}] ~ '' ~ Now",
                "[{\"use\":\"old\",\"family\":\"Only\"}] ~ '' ~ Only",
                "[{\"use\":\"usual\"},{\"family\":\"Real\"}] ~ '' ~ Real",
                "[{\"family\":\"Two\\nlines\"}] ~ '' ~ Two lines",
                "[{\"family\":\"Mu\u0308\u200bl\u200eler\u3000\u2028 Ku\u0308hn\"}] ~ '' ~ M\u00fcller K\u00fchn",
                "[{\"family\":\"\u0646\u06cc\u06a9\u200c\u067e\u06cc\"}] ~ '' ~ \u0646\u06cc\u06a9\u200c\u067e\u06cc",
                "[{\"family\":\"\u200b \"}] ~ '' ~ Unknown",
                "[{\"_family\":{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"masked\"}]}}] ~ '' ~ Unknown",
            })
    void a_name_is_the_one_that_holds_and_has_the_parts_that_are_known(String names, String given, String family) {
        JsonNode patient = patient("\"name\":" + names);

        assertThat(patient.path("givenName").asText()).isEqualTo(given);
        assertThat(patient.path("familyName").asText()).isEqualTo(family);
        assertThat(patient.has("givenName")).isEqualTo(!given.isEmpty());
    }

    @Test
    void contacts_that_no_longer_hold_are_left_out_and_the_best_one_goes_first() {
        JsonNode patient = patient("""
                "telecom":[{"system":"phone","value":"1","use":"old"},{"system":"phone","value":"2","period":{"end":"2000-01-01"}},
                  {"system":"phone","value":"tel:+1-555-0100","rank":2},{"system":"phone","value":"+15550199","rank":1},
                  {"system":"email","value":"mailto:ada@example.org"},{"system":"email"}]""");

        assertThat(patient.path("phone").asText()).isEqualTo("+15550199");
        assertThat(patient.path("email").asText()).isEqualTo("ada@example.org");
    }

    @Test
    void patients_of_equal_ids_in_two_files_are_not_one_person() {
        String anonymous = "{\"resourceType\":\"Patient\",\"id\":\"1\",\"name\":[{\"family\":\"%s\"}]}";

        JsonNode ada = TestRecords.readOne(anonymous.formatted("Ada")).patient();
        JsonNode again = TestRecords.readOne(anonymous.formatted("Ada")).patient();
        JsonNode bob = TestRecords.readOne(anonymous.formatted("Bob")).patient();

        assertThat(ada.path("identifiers")).isEqualTo(again.path("identifiers")).isNotEqualTo(bob.path("identifiers"));
    }

    @Test
    void several_patients_of_a_file_have_a_record_each() {
        Records records = TestRecords.read(TestRecords.bundle(
                TestRecords.PATIENT,
                TestRecords.PATIENT.replace("\"id\":\"p\"", "\"id\":\"q\"").replace("Ada", "Bob"),
                "{\"resourceType\":\"Organization\",\"id\":\"o\"}",
                TestRecords.about("Condition", "c1", "\"code\":{\"text\":\"Gout\"},\"onsetDateTime\":\"2001\""),
                TestRecords.about("Condition", "c2", "\"code\":{\"text\":\"Asthma\"},\"onsetDateTime\":\"2002-03\"")
                        .replace("Patient/p", "Patient/q"),
                TestRecords.about("Condition", "c3", "\"code\":{\"text\":\"Flu\"}")
                        .replace("Patient/p", "Patient/r")));

        assertThat(records.patients()).extracting(ImportPlan::patientSource).containsExactly("Patient/p", "Patient/q");
        assertThat(records.patients().get(0).items()).singleElement().satisfies(item -> assertThat(item.source())
                .isEqualTo("Condition/c1"));
        assertThat(records.patients().get(1).items()).singleElement().satisfies(item -> assertThat(item.source())
                .isEqualTo("Condition/c2"));
        assertThat(records.rest().resources()).isEqualTo(Map.of("Organization", 1, "Condition", 1));
        assertThat(records.rest().skipped().get("Condition"))
                .isEqualTo(Map.of("is about somebody who is not in the file", 1));
    }

    @Test
    void a_document_is_about_one_person_whoever_else_it_names() {
        ImportPlan plan = TestRecords.readOne(TestRecords.bundleOf(
                "document",
                ReferencesTest.entry(
                        null,
                        "{\"resourceType\":\"Composition\",\"id\":\"c\",\"status\":\"final\",\"subject\":{\"reference\":\"Patient/p\"},\"date\":\"2024-05-06\"}"),
                ReferencesTest.entry(null, TestRecords.PATIENT.replace("\"id\":\"p\"", "\"id\":\"mother\"")),
                ReferencesTest.entry(null, TestRecords.PATIENT)));

        assertThat(plan.patientSource()).isEqualTo("Patient/p");
        assertThat(plan.skipped().get("Patient")).isEqualTo(Map.of("is named in a document about somebody else", 1));
        assertThat(plan.resources()).containsEntry("Patient", 2);
    }

    @Test
    void what_is_about_a_record_that_was_replaced_goes_to_the_one_that_replaces_it() {
        ImportPlan plan = TestRecords.readBundle(
                TestRecords.PATIENT.replace(
                        "\"gender\"",
                        "\"link\":[{\"type\":\"replaced-by\",\"other\":{\"reference\":\"Patient/q\"}}],\"gender\""),
                TestRecords.PATIENT.replace("\"id\":\"p\"", "\"id\":\"q\""),
                TestRecords.about("Condition", "c", "\"code\":{\"text\":\"Gout\"},\"onsetDateTime\":\"2001\""));

        assertThat(plan.patientSource()).isEqualTo("Patient/q");
        assertThat(plan.items()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "\"modifierExtension\":[{\"url\":\"http://e.example/animal\",\"valueBoolean\":true}] ~ modifier extension animal",
                "\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/patient-animal\",\"extension\":[{\"url\":\"species\",\"valueCodeableConcept\":{\"text\":\"Dog\"}}]}] ~ is an animal",
                "\"implicitRules\":\"http://e.example/rules\" ~ implicit rules",
                "\"link\":[{\"type\":\"replaced-by\",\"other\":{\"reference\":\"Patient/gone\"}}] ~ was replaced by another record",
            })
    void a_patient_whose_record_may_mean_something_else_is_refused(String members, String reason) {
        assertThatThrownBy(() -> patient(members))
                .isInstanceOf(CheckFailed.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_patient_who_is_there_twice_is_one_unless_the_two_differ() {
        String gout = TestRecords.about("Condition", "c", "\"code\":{\"text\":\"Gout\"},\"onsetDateTime\":\"2001\"");

        ImportPlan same = TestRecords.readBundle(TestRecords.PATIENT, TestRecords.PATIENT, gout, gout);
        ImportPlan other = TestRecords.readBundle(TestRecords.PATIENT, TestRecords.PATIENT.replace("Ada", "Bob"), gout);

        assertThat(same.items()).hasSize(1);
        assertThat(same.skipped())
                .isEqualTo(Map.of(
                        "Patient", Map.of("is in the file twice", 1), "Condition", Map.of("is in the file twice", 1)));
        assertThat(other.items()).isEmpty();
        assertThat(other.skipped().get("Condition"))
                .isEqualTo(Map.of("names a patient of whom the file has two that differ", 1));
    }

    @Test
    void a_file_without_a_patient_is_refused_and_says_what_it_holds() {
        assertThatThrownBy(() -> TestRecords.read(TestRecords.bundle(TestRecords.about("Condition", "c", ""))))
                .hasMessage("no Patient in it, only {Condition=1}");
        assertThatThrownBy(() -> TestRecords.read(TestRecords.bundle())).hasMessage("no resources in it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "\"deceasedBoolean\":true ~ false",
                "\"deceasedDateTime\":\"2020\" ~ false",
                "\"deceasedBoolean\":false ~ true",
                "\"active\":false ~ true"
            })
    void nobody_who_has_died_has_a_visit(String members, boolean isAlive) {
        ImportPlan plan = TestRecords.readOne(patientText(members));

        assertThat(plan.isAlive()).isEqualTo(isAlive);
        assertThat(plan.notes().containsKey("date of death: not kept, the clinic has no such field yet"))
                .isEqualTo(!isAlive);
    }

    @Test
    void an_identifier_has_a_system_and_each_is_there_once() {
        JsonNode patient = patient("""
                "identifier":[{"value":"7","type":{"text":"Old Number"}},{"system":"urn:a"},{"system":"urn:b","value":" 9 "},
                  {"system":"urn:b","value":"9"},{"system":"urn:c","value":"1","use":"old"}]""");

        assertThat(patient.path("identifiers"))
                .containsExactly(
                        JsonNodes.object("system", "urn:polyclinic:fhir:identifier:old-number", "value", "7"),
                        JsonNodes.object("system", "urn:b", "value", "9"));
    }

    private static String patientText(String members) {
        return "{\"resourceType\":\"Patient\",\"id\":\"p\"," + members + "}";
    }

    private static JsonNode patient(String members) {
        return TestRecords.readOne(patientText(members)).patient();
    }
}
