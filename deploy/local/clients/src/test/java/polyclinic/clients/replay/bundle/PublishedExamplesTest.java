package polyclinic.clients.replay.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.replay.TestRecords;
import polyclinic.clients.replay.files.RecordFiles;
import polyclinic.clients.replay.files.RecordSet;
import polyclinic.clients.replay.plan.ImportItem;
import polyclinic.clients.replay.plan.ImportPlan;

/**
 * Records of other makers that are published and not in this repository: {@code -Dfhir.examples=DIR}, see CONTRIBUTING. What became of
 * them is written to {@code target/fhir-examples}.
 */
@EnabledIfSystemProperty(named = "fhir.examples", matches = ".+")
class PublishedExamplesTest {
    private static final int MAX_BYTES = 2 * 1024 * 1024;
    /** Of the resource itself or of one inside it. */
    private static final Pattern DEFINITION = Pattern.compile(
            "\"resourceType\"\\s*:\\s*\"(StructureDefinition|ValueSet|CodeSystem|ConceptMap|SearchParameter|OperationDefinition|"
                    + "CapabilityStatement|CompartmentDefinition|ImplementationGuide|NamingSystem|StructureMap|MessageDefinition)\"");

    private final Map<String, Integer> refused = new TreeMap<>();
    private final Map<String, Map<String, Integer>> skipped = new TreeMap<>();
    private final Map<String, Integer> read = new TreeMap<>();
    private final Map<String, Integer> stored = new TreeMap<>();
    private final Map<String, Integer> notes = new TreeMap<>();
    private int patients;

    /** Every folder with FHIR in it: the resources of a folder name each other. */
    static List<Path> folders() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of(System.getProperty("fhir.examples")))) {
            return all.filter(Files::isDirectory)
                    .filter(PublishedExamplesTest::hasRecords)
                    .sorted()
                    .toList();
        }
    }

    private static boolean hasRecords(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".json"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void every_resource_is_stored_or_skipped_with_a_reason_and_every_file_read_or_refused(Path folder)
            throws IOException {
        List<RecordSet> sets = new ArrayList<>();
        RecordFiles.read(recordsOf(folder), sets::add, this::refuse);

        for (RecordSet set : sets)
            try {
                Records records = RecordReader.read(set, TestRecords.NOW);
                check(set, records);
            } catch (CheckFailed nobody) {
                refuse(set.name(), String.valueOf(nobody.getMessage()));
            }

        write(folder, sets.size());
    }

    /** Packages have the definitions of FHIR itself beside the examples: hundreds of megabytes that are nobody's record. */
    private static List<Path> recordsOf(Path folder) throws IOException {
        List<Path> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                boolean isLarge = Files.size(file) > MAX_BYTES;
                if (!isLarge && !DEFINITION.matcher(Files.readString(file)).find()) records.add(file);
            }
        }
        return records;
    }

    private void refuse(String name, String reason) {
        assertThat(reason).as(name).isNotBlank().isNotEqualTo("null");
        refused.merge(reason.replaceAll("\\{.*}", "{…}") + " (" + name + ")", 1, Integer::sum);
    }

    private void check(RecordSet set, Records records) {
        Map<String, Integer> counted = new HashMap<>();
        List<ImportPlan> plans = new ArrayList<>(records.patients());
        plans.add(records.rest());
        for (ImportPlan plan : plans) {
            plan.resources().forEach((type, count) -> {
                long taken = plan.plannedOf(type);
                assertThat(taken + plan.skippedOf(type))
                        .as(set.name() + ": " + type)
                        .isEqualTo(count.longValue());
                counted.merge(type, count, Integer::sum);
                read.merge(type, count, Integer::sum);
                stored.merge(type, (int) taken, Integer::sum);
            });
            plan.skipped()
                    .forEach((type, reasons) ->
                            reasons.forEach((reason, count) -> skipped.computeIfAbsent(type, any -> new TreeMap<>())
                                    .merge(reason, count, Integer::sum)));
            plan.notes().forEach((note, count) -> notes.merge(note, count, Integer::sum));
            Set<String> sources = new HashSet<>();
            for (ImportItem item : plan.items()) {
                assertThat(sources.add(item.source())).as(item.source()).isTrue();
                assertThat(item.body().toString()).doesNotContain(":null");
            }
        }
        for (RecordSet.Entry entry : set.entries()) {
            String type = entry.resource().path("resourceType").asText();
            assertThat(counted.getOrDefault(type, 0))
                    .as(set.name() + ": " + type)
                    .isPositive();
            if (type.equals("Observation")) checkValue(entry.resource(), records);
        }
        patients += records.patients().size();
    }

    private static void checkValue(JsonNode resource, Records records) {
        String source = "Observation/" + resource.path("id").asText();
        for (ImportPlan plan : records.patients())
            plan.items().stream()
                    .filter(item -> item.source().equals(source))
                    .filter(item -> resource.at("/valueQuantity/value").isNumber())
                    .forEach(item -> {
                        JsonNode value = item.body().at("/data/value");
                        assertThat(value.path("value").decimalValue())
                                .as(source)
                                .isEqualTo(resource.at("/valueQuantity/value").decimalValue());
                        assertThat(value.path("comparator")).isEqualTo(resource.at("/valueQuantity/comparator"));
                    });
    }

    private void write(Path folder, int sets) throws IOException {
        StringBuilder text = new StringBuilder("%s: %d sets, %d patients%n".formatted(folder, sets, patients));
        read.forEach((type, count) -> {
            text.append("%s: %d read, %d stored%n".formatted(type, count, stored.getOrDefault(type, 0)));
            skipped.getOrDefault(type, Map.of())
                    .forEach((reason, times) -> text.append("  %d x %s%n".formatted(times, reason)));
        });
        text.append("%nrefused:%n".formatted());
        refused.forEach((reason, times) -> text.append("  %s%n".formatted(reason)));
        text.append("%nnoted:%n".formatted());
        notes.forEach((note, times) -> text.append("  %d x %s%n".formatted(times, note)));
        Path report = Path.of("target/fhir-examples");
        Files.createDirectories(report);
        String name = folder.toString().replaceAll("[^A-Za-z0-9.]+", "_");
        Files.writeString(report.resolve(name + ".txt"), text);
    }
}
