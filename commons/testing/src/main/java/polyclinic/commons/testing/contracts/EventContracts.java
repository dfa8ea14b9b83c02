package polyclinic.commons.testing.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.EventType;
import polyclinic.commons.values.Money;
import polyclinic.local.process.Distribution;

/**
 * What a service publishes against the files in {@code contracts/events}, which its readers rely on: every permitted
 * subclass of its event interface has a schema and a sample, and the code still says all that the schema promises. Events
 * change by addition: a property that is gone, or of another type, fails the test.
 *
 * <p>{@code -Dcontracts.update} writes the files of new events.
 */
public abstract class EventContracts {
    private static final ObjectMapper PRETTY = new ObjectMapper();
    private static final Path CONTRACTS = Objects.requireNonNull(Distribution.checkout(), "not within a checkout")
            .resolve("contracts");
    private static final Path FOLDER = CONTRACTS.resolve("events");
    private static final String SCHEMA = ".schema.json";
    private static final String SAMPLE = ".json";

    /** Values that read well in a sample, by component; the rest is made from the type. */
    private static final Map<String, String> SAMPLES = Map.ofEntries(
            Map.entry("uhid", "PC00000017"),
            Map.entry("givenName", "Ada"),
            Map.entry("familyName", "Lovelace"),
            Map.entry("sex", "female"),
            Map.entry("phone", "+12025550143"),
            Map.entry("email", "ada@example.org"),
            Map.entry("criticality", "high"),
            Map.entry("reaction", "Rash"),
            Map.entry("name", "Penicillin"),
            Map.entry("system", "http://snomed.info/sct"),
            Map.entry("code", "764146007"),
            Map.entry("timeZone", "Europe/Berlin"),
            Map.entry("specialty", "general_practice"),
            Map.entry("licenseNumber", "L-100"),
            Map.entry("doctorName", "Dr. Grace Hopper"),
            Map.entry("status", "scheduled"),
            Map.entry("reason", "Follow-up"),
            Map.entry("priority", "normal"),
            Map.entry("dose", "500 mg"),
            Map.entry("frequency", "three times a day"),
            Map.entry("kind", "document"),
            Map.entry("contentType", "application/pdf"),
            Map.entry("noteType", "soap"),
            Map.entry("dataType", "vital_signs"),
            Map.entry("historyType", "visit"),
            Map.entry("sha256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"));

    /** A sealed interface of event records, of the only feature that publishes any or of one among several. */
    protected abstract Class<?> events();

    /** Those of all features; a sealed interface cannot reach into another package, so each feature has its own. */
    protected List<Class<?>> allEvents() {
        return List.of(events());
    }

    private Stream<Class<?>> records() {
        return allEvents().stream().flatMap(EventContracts::records);
    }

    @Test
    void every_event_has_a_schema_a_sample_and_keeps_its_promises() {
        for (Class<?> event : records().toList()) {
            EventType type = event.getAnnotation(EventType.class);
            assertThat(type).as(event + " has @EventType").isNotNull();
            assertThat(type.value()).matches("[a-z-]+\\.[a-z-]+\\.v[1-9][0-9]*");
            check(type.value(), event);
        }
    }

    @Test
    void asyncapi_names_the_events_of_the_topic_and_every_schema() {
        AsyncApi asyncApi = new AsyncApi(CONTRACTS.resolve("asyncapi.yaml"));
        Map<String, String> schemas = new TreeMap<>();
        for (String type : files(FOLDER, SCHEMA)) schemas.put(type, "./events/" + type + SCHEMA);

        assertThat(asyncApi.schemas()).isEqualTo(schemas);
        assertThat(asyncApi.topics().values().stream().flatMap(Set::stream))
                .containsExactlyInAnyOrderElementsOf(schemas.keySet());
        assertThat(asyncApi.topics().get(topic()))
                .isEqualTo(records()
                        .map(event -> event.getAnnotation(EventType.class).value())
                        .collect(Collectors.toSet()));
    }

    /** {@code polyclinic.notes.…} publishes on {@code notes.events}. */
    private String topic() {
        return events().getPackageName().split("\\.")[1] + ".events";
    }

    /** The records of a sealed interface, those of its sealed parts too. */
    private static Stream<Class<?>> records(Class<?> events) {
        if (events.isRecord()) return Stream.of(events);
        assertThat(events.isSealed()).as(events + " is sealed").isTrue();
        return Stream.of(events.getPermittedSubclasses()).flatMap(EventContracts::records);
    }

    private static void check(String type, Class<?> event) {
        Path schemaFile = FOLDER.resolve(type + SCHEMA);
        Path sampleFile = FOLDER.resolve("samples").resolve(type + SAMPLE);
        if (System.getProperty("contracts.update") != null && !Files.exists(schemaFile)) {
            write(schemaFile, schema(type, event));
            write(sampleFile, sample(event));
        }
        assertThat(schemaFile).exists();
        assertThat(sampleFile).exists();
        String schema = read(schemaFile);
        String sample = read(sampleFile);
        promised(type, tree(schema), schema(type, event));
        var validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema);
        assertThat(validator.validate(sample, InputFormat.JSON))
                .as(type + ": sample")
                .isEmpty();
        Object parsed = parse(sample, event);
        assertThat(tree(Json.write(parsed))).as(type + ": written again").isEqualTo(tree(sample));
    }

    /** All that the committed schema says must still hold for the code; more may be there. */
    private static void promised(String where, JsonNode committed, JsonNode actual) {
        assertThat(actual.path("type")).as(where + ": type").isEqualTo(committed.path("type"));
        committed.path("properties").properties().forEach(property -> {
            JsonNode now = actual.path("properties").path(property.getKey());
            assertThat(now.isMissingNode())
                    .as(where + "." + property.getKey() + " is gone")
                    .isFalse();
            promised(where + "." + property.getKey(), property.getValue(), now);
        });
        if (committed.has("items")) promised(where + "[]", committed.get("items"), actual.path("items"));
    }

    private static ObjectNode schema(String type, Class<?> event) {
        ObjectNode schema = PRETTY.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "urn:polyclinic:event:" + type);
        schema.put("title", type);
        schema.setAll(object(event));
        return schema;
    }

    private static ObjectNode object(Class<?> record) {
        ObjectNode schema = PRETTY.createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = PRETTY.createArrayNode();
        for (RecordComponent component : components(record)) {
            properties.set(component.getName(), schemaOf(component.getGenericType()));
            if (component.getType().isPrimitive()) required.add(component.getName());
        }
        if (!required.isEmpty()) schema.set("required", required);
        return schema;
    }

    /** The components as they stand in the JSON: those of an unwrapped one in its place. */
    private static List<RecordComponent> components(Class<?> record) {
        List<RecordComponent> components = new ArrayList<>();
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class))
                components.addAll(components(component.getType()));
            else components.add(component);
        }
        return components;
    }

    private static ObjectNode schemaOf(Type type) {
        ObjectNode schema = PRETTY.createObjectNode();
        if (type instanceof ParameterizedType list) {
            schema.put("type", "array").set("items", schemaOf(list.getActualTypeArguments()[0]));
            return schema;
        }
        Class<?> raw = (Class<?>) type;
        if (raw == UUID.class) return schema.put("type", "string").put("format", "uuid");
        if (raw == Instant.class) return schema.put("type", "string").put("format", "date-time");
        if (raw == LocalDate.class) return schema.put("type", "string").put("format", "date");
        if (raw == String.class || raw.isEnum()) return schema.put("type", "string");
        if (raw == boolean.class || raw == Boolean.class) return schema.put("type", "boolean");
        if (raw == long.class || raw == int.class || raw == Long.class || raw == Integer.class)
            return schema.put("type", "integer");
        if (Number.class.isAssignableFrom(raw) || raw.isPrimitive()) return schema.put("type", "number");
        if (raw == Money.class) return money();
        // The data of another event.
        if (raw == JsonNode.class) return schema.put("type", "object");
        return object(raw);
    }

    /** Both members are text: see {@link Money}. */
    private static ObjectNode money() {
        ObjectNode money = PRETTY.createObjectNode().put("type", "object");
        ObjectNode members = money.putObject("properties");
        members.putObject("amount").put("type", "string");
        members.putObject("currency").put("type", "string");
        money.putArray("required").add("amount").add("currency");
        return money;
    }

    private static JsonNode sample(Class<?> record) {
        ObjectNode sample = PRETTY.createObjectNode();
        for (RecordComponent component : components(record))
            sample.set(component.getName(), sampleOf(component.getName(), component.getGenericType()));
        return sample;
    }

    private static JsonNode sampleOf(String name, Type type) {
        if (type instanceof ParameterizedType list)
            return PRETTY.createArrayNode().add(sampleOf(name.replaceAll("s$", ""), list.getActualTypeArguments()[0]));
        Class<?> raw = (Class<?>) type;
        if (raw == UUID.class) return PRETTY.valueToTree("018f3f6e-7a10-7c3a-9a55-5f2f8f6c0001");
        if (raw == Instant.class) return PRETTY.valueToTree("2026-03-02T09:30:00Z");
        if (raw == LocalDate.class) return PRETTY.valueToTree("1985-12-10");
        if (raw == String.class) return PRETTY.valueToTree(SAMPLES.getOrDefault(name, name));
        if (raw.isEnum()) return tree(Json.write(raw.getEnumConstants()[0]));
        if (raw == boolean.class || raw == Boolean.class) return PRETTY.valueToTree(true);
        if (raw.isPrimitive() || Number.class.isAssignableFrom(raw)) return PRETTY.valueToTree(1);
        if (raw == Money.class) return tree(Json.write(Money.of("12.50", "INR")));
        if (raw == JsonNode.class) return PRETTY.createObjectNode();
        return sample(raw);
    }

    private static Object parse(String sample, Class<?> event) {
        try {
            return Json.MAPPER.readValue(sample, event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode tree(String json) {
        try {
            return PRETTY.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, JsonNode json) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, PRETTY.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The samples of other services' events, for tests of readers: type → JSON text. */
    public static Map<String, String> samples(String prefix) {
        Path folder = FOLDER.resolve("samples");
        Map<String, String> samples = new TreeMap<>();
        for (String type : files(folder, SAMPLE))
            if (type.startsWith(prefix)) samples.put(type, read(folder.resolve(type + SAMPLE)));
        return samples;
    }

    /** The names of the folder's files, without their ending. */
    private static List<String> files(Path folder, String ending) {
        try (Stream<Path> listing = Files.list(folder)) {
            return listing.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
