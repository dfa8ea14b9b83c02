package polyclinic.clients.movein.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.movein.mapping.MoveTarget;

/**
 * What the columns of a table mean, as a YAML file says it (docs/moving-in.md).
 *
 * @param target what a row becomes
 * @param source under which the ids of rows are unique
 * @param id the id of a row, with columns in braces: {@code P-{id}}
 * @param patient the id of the patient whom a row is about; null for patients and doctors
 * @param recordedAt when a row was written there
 * @param author who wrote it there
 * @param fields member of the request (with dots within: {@code content.reason}) to where its value comes from
 * @param lookups tables to which columns refer, by name
 * @param nulls texts that mean nothing
 */
record TableMapping(
        MoveTarget target,
        String source,
        String id,
        @Nullable String patient,
        @Nullable FieldMapping recordedAt,
        @Nullable FieldMapping author,
        Map<String, FieldMapping> fields,
        Map<String, Lookup> lookups,
        char delimiter,
        String encoding,
        Set<String> nulls) {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Set<String> MEMBERS = Set.of(
            "target",
            "source",
            "id",
            "patient",
            "recordedAt",
            "author",
            "fields",
            "lookups",
            "delimiter",
            "encoding",
            "nulls");

    /** Another table whose rows are found by a column. @param value with columns in braces */
    record Lookup(String file, String key, String value) {}

    /** @throws CheckFailed when there is no such file, or it is no mapping */
    static TableMapping read(Path file) {
        try {
            return of(YAML.readTree(Files.readString(file)));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new CheckFailed(file + " is no mapping: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CheckFailed(file + " cannot be read", e);
        }
    }

    private static TableMapping of(JsonNode yaml) {
        FieldMapping.requireMembers(yaml, MEMBERS);
        Map<String, FieldMapping> fields = new LinkedHashMap<>();
        yaml.path("fields").properties().forEach(one -> fields.put(one.getKey(), FieldMapping.of(one.getValue())));
        if (fields.isEmpty()) throw new IllegalArgumentException("it has no fields");
        Map<String, Lookup> lookups = new LinkedHashMap<>();
        yaml.path("lookups")
                .properties()
                .forEach(one -> lookups.put(
                        one.getKey(),
                        new Lookup(
                                require(one.getValue(), "file"),
                                require(one.getValue(), "key"),
                                require(one.getValue(), "value"))));
        List<String> nulls = new ArrayList<>();
        yaml.path("nulls").forEach(text -> nulls.add(text.asText()));
        if (!yaml.has("nulls")) nulls.addAll(List.of("", "NULL", "\\N"));
        return new TableMapping(
                target(require(yaml, "target")),
                require(yaml, "source"),
                require(yaml, "id"),
                yaml.hasNonNull("patient") ? yaml.path("patient").asText() : null,
                yaml.hasNonNull("recordedAt") ? FieldMapping.of(yaml.path("recordedAt")) : null,
                yaml.hasNonNull("author") ? FieldMapping.of(yaml.path("author")) : null,
                fields,
                lookups,
                yaml.path("delimiter").asText(",").charAt(0),
                yaml.path("encoding").asText("UTF-8"),
                Set.copyOf(nulls));
    }

    private static MoveTarget target(String name) {
        for (MoveTarget target : MoveTarget.values())
            if (target.name().toLowerCase(Locale.ROOT).equals(name)) return target;
        throw new IllegalArgumentException("there is no target " + name);
    }

    private static String require(JsonNode yaml, String member) {
        String text = yaml.path(member).asText();
        if (text.isEmpty()) throw new IllegalArgumentException("it has no " + member);
        return text;
    }
}
