package polyclinic.clients.replay.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.plan.ImportItem;
import polyclinic.clients.replay.plan.ImportItemKind;
import polyclinic.clients.replay.plan.ImportPlan;

class BundleReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

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
        ImportPlan plan = BundleReader.read(Files.readString(file), NOW);

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
        ImportPlan plan = BundleReader.read(Files.readString(file), NOW);

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
        ImportPlan plan = BundleReader.read(Files.readString(file), NOW);

        Set<String> sources = new HashSet<>();
        plan.items()
                .forEach(item ->
                        assertThat(sources.add(item.source())).as(item.source()).isTrue());
    }

    @ParameterizedTest
    @MethodSource("records")
    void values_and_times_are_those_of_the_file(Path file) throws IOException {
        ImportPlan plan = BundleReader.read(Files.readString(file), NOW);

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
        ImportPlan plan = BundleReader.read(Files.readString(Path.of("samples/synthea-coy949.json")), NOW);

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
        ImportPlan plan = BundleReader.read(Files.readString(Path.of("samples/synthea-coy949.json")), NOW);

        assertThat(plan.items().stream()
                        .filter(item -> item.type().equals("MedicationRequest"))
                        .map(item -> item.body().at("/content/title").asText()))
                .hasSize(4)
                .contains("sodium fluoride 0.0272 MG/MG Oral Gel")
                .doesNotContain("");
    }

    @Test
    void blood_pressure_also_goes_by_the_clinics_own_names() throws IOException {
        ImportPlan plan = BundleReader.read(Files.readString(Path.of("samples/synthea-coy949.json")), NOW);

        assertThat(plan.items().stream()
                        .filter(item -> item.body().at("/data/bloodPressure").isObject()))
                .hasSize(5)
                .allSatisfy(item -> assertThat(item.body()
                                .at("/data/bloodPressure/systolic/value")
                                .isNumber())
                        .isTrue());
    }

    @Test
    void dirty_data_is_treated_and_noted() {
        ImportPlan plan = BundleReader.read(bundle("""
                        {"resourceType":"Patient","id":"p","name":[{"text":"Prince"}],"birthDate":"1931",
                         "telecom":[{"system":"phone","value":"tel:+1-555-0100"}],
                         "address":[{"line":["1 Main St"],"city":"Salem","country":"United States"}],
                         "identifier":[{"value":"7","type":{"text":"Old Number"}},{"system":"urn:a"}],"nonsense":1}""", """
                        {"resourceType":"Observation","id":"o1","status":"final","code":{"text":"Weight"},
                         "subject":{"reference":"Patient/p"},"effectiveDateTime":"1962-03","valueQuantity":{"value":71.50,"unit":"kg"}}""", """
                        {"resourceType":"Observation","id":"o2","status":"final","code":{"text":"Weight"},
                         "subject":{"reference":"Patient/p"}}""", """
                        {"resourceType":"Observation","id":"o3","status":"final","code":{"text":"Weight"},
                         "subject":{"reference":"Patient/q"},"effectiveDateTime":"1990-03-01"}""", """
                        {"resourceType":"Encounter","id":"e1","status":"planned","class":{"code":"AMB"},
                         "period":{"start":"2031-01-01T10:00:00Z"}}""", """
                        {"resourceType":"AllergyIntolerance","id":"a1","patient":{"reference":"Patient/p"},
                         "verificationStatus":{"coding":[{"code":"refuted"}]},"code":{"text":"Nuts"}}""", """
                        {"resourceType":"DocumentReference","id":"d1","status":"current",
                         "content":[{"attachment":{"url":"http://elsewhere.example/x.pdf"}}]}"""), NOW);

        assertThat(plan.patient().path("birthDate").asText()).isEqualTo("1931-01-01");
        assertThat(plan.patient().path("birthDateEstimated").asBoolean()).isTrue();
        assertThat(plan.patient().path("givenName").asText()).isEqualTo("Unknown");
        assertThat(plan.patient().path("familyName").asText()).isEqualTo("Prince");
        assertThat(plan.patient().path("sex").asText()).isEqualTo("unknown");
        assertThat(plan.patient().path("phone").asText()).isEqualTo("+1-555-0100");
        assertThat(plan.patient().at("/address/country").asText()).isEqualTo("US");
        assertThat(plan.patient().path("identifiers"))
                .containsExactly(JsonNodes.object("system", "urn:polyclinic:fhir:identifier:old-number", "value", "7"));
        assertThat(plan.items()).singleElement().satisfies(item -> {
            assertThat(item.body().path("effectiveAt").asText()).isEqualTo("1962-03-01T00:00:00Z");
            assertThat(item.body().at("/data/value/value").asText()).isEqualTo("71.50");
        });
        assertThat(plan.skipped())
                .containsEntry("Encounter", Map.of("dated in the future", 1))
                .containsEntry("Observation", Map.of("has no date", 1, "is about somebody else", 1))
                .containsEntry("AllergyIntolerance", Map.of("refuted or entered in error", 1))
                .containsEntry("DocumentReference", Map.of("its attachment lies elsewhere (a URL)", 1));
        assertThat(plan.notes().keySet()).anyMatch(note -> note.contains("nonsense"));
    }

    /** The claim's total is what was asked for, whatever its items say; nothing is paid beyond it. */
    @Test
    void a_claim_is_an_invoice_of_elsewhere_with_what_was_paid_of_it() throws IOException {
        ImportPlan plan = BundleReader.read(
                bundle(
                        """
                        {"resourceType":"Patient","id":"p","name":[{"family":"Prince"}],"birthDate":"1970-01-01","gender":"female"}""",
                        claim("c1", "\"net\":{\"value\":30.5,\"currency\":\"USD\"}", "100.255"),
                        claim("c2", "\"net\":{\"value\":300,\"currency\":\"USD\"}", "100"),
                        explanation("e1", "Claim/c1", "20.5", ""),
                        explanation("e2", "Claim/c1", "10", ""),
                        explanation("e3", "Claim/c2", "170", ""),
                        explanation("e4", "Claim/elsewhere", "5", """
                        ,"total":[{"category":{"coding":[{"code":"submitted"}]},\
                        "amount":{"value":7,"currency":"USD"}}]"""),
                        """
                        {"resourceType":"Claim","id":"c3","status":"cancelled","use":"claim",
                         "patient":{"reference":"Patient/p"}}""",
                        explanation("e5", "Claim/c3", "1", ""),
                        claim("c4", "\"quantity\":{\"value\":1}", "100").replace("Patient/p", "Patient/q"),
                        explanation("e6", "Claim/c4", "1", "")),
                NOW);

        assertThat(plan.items())
                .extracting(ImportItem::source)
                .containsExactly("ExplanationOfBenefit/e4", "Claim/c1", "Claim/c2");
        JsonNode first = plan.items().get(1).body();
        assertThat(first.at("/lines/0/unitPrice/amount").asText()).isEqualTo("69.76");
        assertThat(first.at("/lines/1/unitPrice/amount").asText()).isEqualTo("30.50");
        assertThat(first.at("/lines/1/description").asText()).isEqualTo("Throat culture");
        assertThat(first.at("/paid/amount").asText()).isEqualTo("30.50");
        assertThat(first.path("issuedAt").asText()).isEqualTo("2020-01-02T03:04:05Z");
        assertThat(first.at("/provenance/externalId").asText()).isEqualTo("Claim/c1");
        JsonNode second = plan.items().get(2).body();
        assertThat(second.path("lines")).hasSize(1);
        assertThat(second.at("/lines/0/unitPrice/amount").asText()).isEqualTo("100.00");
        assertThat(second.at("/paid/amount").asText()).isEqualTo("100.00");
        assertThat(plan.plannedOf("ExplanationOfBenefit")).isEqualTo(4);
        assertThat(plan.skipped())
                .containsEntry("Claim", Map.of("cancelled or entered in error", 1, "is about somebody else", 1))
                .containsEntry("ExplanationOfBenefit", Map.of("its claim is skipped", 2));
    }

    private static String claim(String id, String amount, String total) {
        return """
                {"resourceType":"Claim","id":"%s","status":"active","use":"claim","patient":{"reference":"Patient/p"},
                 "created":"2020-01-02T03:04:05Z","provider":{"display":"Elsewhere"},
                 "item":[{"sequence":1,"productOrService":{"text":"Visit"}},
                         {"sequence":2,"productOrService":{"text":"Throat culture"},%s}],
                 "total":{"value":%s,"currency":"USD"}}""".formatted(id, amount, total);
    }

    private static String explanation(String id, String claim, String paid, String more) {
        return """
                {"resourceType":"ExplanationOfBenefit","id":"%s","status":"active","use":"claim","outcome":"complete",
                 "patient":{"reference":"Patient/p"},"created":"2020-01-03","claim":{"reference":"%s"},
                 "payment":{"amount":{"value":%s,"currency":"USD"}}%s}""".formatted(id, claim, paid, more);
    }

    @Test
    void input_that_is_not_a_bundle_of_one_patient_is_refused() {
        assertThatThrownBy(() -> BundleReader.read("{", NOW)).isInstanceOf(CheckFailed.class);
        assertThatThrownBy(() -> BundleReader.read("{\"resourceType\":\"Patient\"}", NOW))
                .hasMessage("not a FHIR bundle");
        assertThatThrownBy(() -> BundleReader.read(bundle(), NOW)).hasMessageContaining("0 patients");
    }

    private static String bundle(String... resources) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":["
                + String.join(
                        ",",
                        Stream.of(resources)
                                .map(one -> "{\"resource\":" + one + "}")
                                .toList()) + "]}";
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
