package polyclinic.clients.replay.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.TestRecords;
import polyclinic.clients.replay.plan.ImportItem;
import polyclinic.clients.replay.plan.ImportItemKind;
import polyclinic.clients.replay.plan.ImportPlan;

class SampleRecordTest {
    /** The sample, and all that lie in the folder of POLYCLINIC_RECORDS where that is set. */
    static List<Path> records() throws IOException {
        String folder = System.getenv().getOrDefault("POLYCLINIC_RECORDS", "samples");
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void every_resource_of_a_file_is_stored_or_skipped_with_a_reason(Path file) throws IOException {
        ImportPlan plan = TestRecords.readOne(Files.readString(file));

        assertThat(plan.resources()).isEqualTo(countedIn(file));
        plan.resources().forEach((type, count) -> assertThat(plan.plannedOf(type) + plan.skippedOf(type))
                .as(type)
                .isEqualTo(count.longValue()));
        assertThat(plan.skipped().values()).allSatisfy(reasons -> assertThat(reasons.keySet())
                .allSatisfy(reason -> assertThat(reason).isNotBlank()));
    }

    @ParameterizedTest
    @MethodSource("records")
    void resources_that_the_clinic_can_store_are_not_skipped(Path file) throws IOException {
        ImportPlan plan = TestRecords.readOne(Files.readString(file));

        for (String type : List.of(
                "Patient",
                "AllergyIntolerance",
                "Encounter",
                "MedicationRequest",
                "Observation",
                "DocumentReference",
                "Claim",
                "ExplanationOfBenefit"))
            assertThat(plan.skippedOf(type)).as(type).isZero();
    }

    @ParameterizedTest
    @MethodSource("records")
    void every_item_has_its_own_source(Path file) throws IOException {
        ImportPlan plan = TestRecords.readOne(Files.readString(file));

        Set<String> sources = new HashSet<>();
        plan.items()
                .forEach(item ->
                        assertThat(sources.add(item.source())).as(item.source()).isTrue());
    }

    @ParameterizedTest
    @MethodSource("records")
    void values_and_times_are_those_of_the_file(Path file) throws IOException {
        ImportPlan plan = TestRecords.readOne(Files.readString(file));

        for (JsonNode entry : JsonNodes.MAPPER.readTree(Files.readString(file)).path("entry")) {
            JsonNode resource = entry.path("resource");
            String type = resource.path("resourceType").asText();
            if (type.equals("Observation")) assertSameObservation(resource, item(plan, resource));
            if (type.equals("DocumentReference")) assertSameDocument(resource, item(plan, resource));
            if (type.equals("Encounter"))
                assertThat(item(plan, resource).body().path("date").asText())
                        .isEqualTo(resource.at("/period/start").asText().substring(0, 10));
            if (type.equals("MedicationRequest"))
                assertThat(item(plan, resource).body().path("date").asText())
                        .isEqualTo(resource.path("authoredOn").asText().substring(0, 10));
        }
    }

    @Test
    void the_sample_patient_has_all_identifiers_and_allergies() throws IOException {
        ImportPlan plan = TestRecords.readOne(Files.readString(Path.of("samples/synthea-coy949.json")));

        assertThat(plan.patient().path("identifiers")).hasSize(5);
        assertThat(plan.patient().path("givenName").asText()).isEqualTo("Coy949");
        assertThat(plan.patient().path("phone").asText()).isEqualTo("555-914-8564");
        assertThat(plan.patient().at("/address/country").asText()).isEqualTo("US");
        assertThat(plan.items().stream()
                        .filter(item -> item.kind() == ImportItemKind.ALLERGY)
                        .map(item -> item.body().at("/substance/name").asText()))
                .containsExactlyInAnyOrder("Allergy to substance (finding)", "Penicillin V", "Tree nut (substance)");
    }

    @Test
    void a_medication_that_is_a_reference_is_resolved() throws IOException {
        ImportPlan plan = TestRecords.readOne(Files.readString(Path.of("samples/synthea-coy949.json")));

        assertThat(plan.items().stream()
                        .filter(item -> item.type().equals("MedicationRequest"))
                        .map(item -> item.body().at("/content/title").asText()))
                .hasSize(4)
                .contains("sodium fluoride 0.0272 MG/MG Oral Gel")
                .doesNotContain("");
    }

    @Test
    void blood_pressure_also_goes_by_the_clinics_own_names() throws IOException {
        ImportPlan plan = TestRecords.readOne(Files.readString(Path.of("samples/synthea-coy949.json")));

        assertThat(plan.items().stream()
                        .filter(item -> item.body().at("/data/bloodPressure").isObject()))
                .hasSize(5)
                .allSatisfy(item -> assertThat(item.body()
                                .at("/data/bloodPressure/systolic/value")
                                .isNumber())
                        .isTrue());
    }

    private static ImportItem item(ImportPlan plan, JsonNode resource) {
        String source = resource.path("resourceType").asText() + "/"
                + resource.path("id").asText();
        return plan.items().stream()
                .filter(item -> item.source().equals(source))
                .findFirst()
                .orElseThrow();
    }

    private static void assertSameObservation(JsonNode resource, ImportItem item) {
        assertThat(Instant.parse(item.body().path("effectiveAt").asText()))
                .isEqualTo(
                        OffsetDateTime.parse(resource.path("effectiveDateTime").asText())
                                .toInstant());
        JsonNode data = item.body().path("data");
        assertThat(data.path("name")).isEqualTo(resource.at("/code/text"));
        assertSameValue(resource, data);
        assertThat(data.path("component")).hasSameSizeAs(resource.path("component"));
        for (int i = 0; i < resource.path("component").size(); i++)
            assertSameValue(
                    resource.path("component").get(i), data.path("component").get(i));
    }

    private static void assertSameValue(JsonNode source, JsonNode taken) {
        if (source.has("valueQuantity")) {
            assertThat(taken.at("/value/value").decimalValue())
                    .isEqualByComparingTo(source.at("/valueQuantity/value").decimalValue());
            assertThat(taken.at("/value/unit")).isEqualTo(source.at("/valueQuantity/unit"));
        }
        if (source.has("valueCodeableConcept"))
            assertThat(taken.path("value")).isEqualTo(source.path("valueCodeableConcept"));
        if (source.has("valueString")) assertThat(taken.path("value")).isEqualTo(source.path("valueString"));
    }

    private static void assertSameDocument(JsonNode resource, ImportItem item) {
        String data = resource.at("/content/0/attachment/data").asText();
        assertThat(item.requireFile().bytes())
                .isEqualTo(Base64.getDecoder().decode(data.getBytes(StandardCharsets.US_ASCII)));
        assertThat(item.requireFile().contentType())
                .isEqualTo(resource.at("/content/0/attachment/contentType").asText());
    }

    private static Map<String, Integer> countedIn(Path file) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode entry : JsonNodes.MAPPER.readTree(Files.readString(file)).path("entry"))
            counts.merge(entry.at("/resource/resourceType").asText(), 1, Integer::sum);
        return counts;
    }
}
