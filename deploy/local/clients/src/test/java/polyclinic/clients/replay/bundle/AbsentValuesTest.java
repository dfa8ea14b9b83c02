package polyclinic.clients.replay.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.TestRecords;
import polyclinic.clients.replay.plan.ImportPlan;

/** Any value may be absent, with or without an extension that says why. */
class AbsentValuesTest {
    private static final JsonNode ABSENT = JsonNodes.object(
            "extension",
            List.of(JsonNodes.object(
                    "url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode", "masked")));

    /** The first resource of each type of the sample. */
    static List<JsonNode> resources() throws IOException {
        Map<String, JsonNode> first = new LinkedHashMap<>();
        JsonNode sample = JsonNodes.MAPPER.readTree(Files.readString(Path.of("samples/synthea-coy949.json")));
        for (JsonNode entry : sample.path("entry"))
            first.putIfAbsent(entry.at("/resource/resourceType").asText(), entry.path("resource"));
        return List.copyOf(first.values());
    }

    @ParameterizedTest
    @MethodSource("resources")
    void each_value_of_a_resource_may_be_absent(JsonNode resource) {
        List<Consumer<Consumer<JsonNode>>> changes = new ArrayList<>();
        ObjectNode copy = resource.deepCopy();
        copy.remove("data");
        collect(copy, changes);
        assertThat(changes).isNotEmpty();
        for (Consumer<Consumer<JsonNode>> change : changes)
            change.accept(changed -> {
                boolean isPatient = copy.path("resourceType").asText().equals("Patient");
                String subject = isPatient ? changed.toString() : patientOf(resource);
                ImportPlan plan = isPatient
                        ? TestRecords.readBundle(subject)
                        : TestRecords.readBundle(subject, changed.toString());
                plan.resources().forEach((type, count) -> assertThat(plan.plannedOf(type) + plan.skippedOf(type))
                        .as(changed.toString())
                        .isEqualTo(count.longValue()));
                assertThat(plan.patient().toString()).doesNotContain("null");
                assertThat(plan.items())
                        .allSatisfy(item -> assertThat(item.body().toString()).doesNotContain("null"));
            });
    }

    /** A change calls back with the whole resource while one value of it is absent, and then puts the value back. */
    private static void collect(ObjectNode root, List<Consumer<Consumer<JsonNode>>> changes) {
        collect(root, root, changes);
    }

    private static void collect(ObjectNode root, JsonNode node, List<Consumer<Consumer<JsonNode>>> changes) {
        if (node.isArray()) {
            if (!node.isEmpty()) collect(root, node.get(0), changes);
        } else if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                String name = member.getKey();
                JsonNode value = member.getValue();
                if (!value.isValueNode()) collect(root, value, changes);
                else if (!name.equals("resourceType") && !name.equals("url"))
                    Stream.of(true, false)
                            .forEach(withReason -> changes.add(read -> {
                                object.remove(name);
                                if (withReason && !name.equals("id")) object.set("_" + name, ABSENT);
                                read.accept(root);
                                object.remove("_" + name);
                                object.set(name, value);
                            }));
            });
        }
    }

    private static String patientOf(JsonNode resource) {
        String reference = Stream.of("subject", "patient", "beneficiary")
                .map(name -> resource.path(name).path("reference").asText())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("Patient/p");
        return TestRecords.PATIENT.replace("\"id\":\"p\"", "\"id\":\"" + reference.replaceFirst(".*[:/]", "") + "\"");
    }
}
