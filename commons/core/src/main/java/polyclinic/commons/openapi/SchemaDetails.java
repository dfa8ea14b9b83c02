package polyclinic.commons.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;

/** Says of every object, member and parameter what it means, by the glossary, where nobody has said it beside the code. */
final class SchemaDetails {
    static final String PROBLEM = "Problem";
    private static final String VIOLATION = "Violation";

    /** Format → the glossary's word for it. */
    private static final Map<String, String> FORMATS =
            Map.of("uuid", "UUID", "date-time", "Instant", "date", "LocalDate");

    private final Glossary glossary;

    SchemaDetails(Glossary glossary) {
        this.glossary = glossary;
    }

    /** Adds what each problem is (RFC 9457). */
    static void addProblem(OpenAPI document) {
        Map<String, Schema> schemas = new TreeMap<>(document.getComponents().getSchemas());
        Map<String, Schema> violation = new LinkedHashMap<>();
        violation.put("field", text());
        violation.put("message", text());
        schemas.put(VIOLATION, object(violation, List.of("field", "message")));
        Map<String, Schema> problem = new LinkedHashMap<>();
        problem.put("type", text().format("uri"));
        problem.put("title", text());
        problem.put("status", type(Schema.SchemaType.INTEGER).format("int32"));
        problem.put("detail", text());
        problem.put("instance", text());
        problem.put("traceId", text());
        problem.put(
                "violations",
                type(Schema.SchemaType.ARRAY)
                        .items(OASFactory.createSchema().ref(SchemaReferences.PREFIX + VIOLATION)));
        schemas.put(
                PROBLEM,
                object(problem, List.of("type", "title", "status", "detail"))
                        .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(true)));
        document.getComponents().setSchemas(schemas);
    }

    void describe(OpenAPI document) {
        document.getComponents().getSchemas().forEach(this::describe);
        document.getPaths().getPathItems().values().forEach(item -> item.getOperations()
                .values()
                .forEach(this::describeParameters));
    }

    private void describe(String type, Schema schema) {
        Glossary.Word own = glossary.of(type);
        if (schema.getDescription() == null && own != null) schema.setDescription(own.description());
        if (schema.getDescription() == null && type.endsWith("Page"))
            schema.setDescription("One page, and where the next one begins");
        if (own != null) addExample(schema, own.example());
        if (schema.getProperties() == null) return;
        schema.getProperties().forEach((name, member) -> describe(member, glossary.member(type, name)));
        Schema next = schema.getProperties().get("next");
        if (next != null && schema.getProperties().containsKey("items")) {
            next.setType(List.of(Schema.SchemaType.STRING, Schema.SchemaType.NULL));
            schema.setRequired(List.of("items", "next"));
        }
    }

    private void describeParameters(Operation operation) {
        if (operation.getParameters() == null) return;
        for (Parameter parameter : operation.getParameters()) {
            Glossary.Word word = glossary.of("?" + parameter.getName());
            if (word == null) continue;
            if (parameter.getDescription() == null) parameter.setDescription(word.description());
            Schema schema = parameter.getSchema();
            if (schema != null && schema.getRef() == null) addExample(schema, example(schema, word));
        }
    }

    private void describe(Schema member, Glossary.@Nullable Word word) {
        if (word != null && member.getDescription() == null) member.setDescription(word.description());
        if (member.getRef() == null) addExample(member, example(member, word));
    }

    /** An example of the word's own, or one of the member's form. */
    private @Nullable String example(Schema member, Glossary.@Nullable Word word) {
        if (word != null && word.example() != null) return word.example();
        String type = member.getFormat() == null ? null : FORMATS.get(member.getFormat());
        Glossary.Word form = type == null ? null : glossary.of(type);
        return form == null ? null : form.example();
    }

    private static void addExample(Schema schema, @Nullable String example) {
        if (example == null || schema.getEnumeration() != null) return;
        if (schema.getExamples() != null && !schema.getExamples().isEmpty()) return;
        Schema.SchemaType type = schema.getType() == null || schema.getType().isEmpty()
                ? Schema.SchemaType.STRING
                : schema.getType().get(0);
        if (type == Schema.SchemaType.STRING) schema.setExamples(List.of(example));
        else if (!isOfNamed(schema)) schema.setExamples(List.of(parsed(example)));
    }

    /** Named objects have examples of their own. */
    private static boolean isOfNamed(Schema schema) {
        return schema.getItems() != null && schema.getItems().getRef() != null;
    }

    private static Object parsed(String json) {
        try {
            return Json.MAPPER.readValue(json, Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an example in words.csv is no JSON: " + json, e);
        }
    }

    private static Schema object(Map<String, Schema> members, List<String> required) {
        return type(Schema.SchemaType.OBJECT).properties(members).required(required);
    }

    private static Schema text() {
        return type(Schema.SchemaType.STRING);
    }

    private static Schema type(Schema.SchemaType type) {
        return OASFactory.createSchema().type(List.of(type));
    }

    /** Leaves out what no operation leads to any more. */
    static void prune(OpenAPI document) {
        SchemaReferences references = new SchemaReferences(document);
        Set<String> answered = references.answered();
        Set<String> requested = references.requested();
        Map<String, Schema> used = new TreeMap<>(document.getComponents().getSchemas());
        used.keySet().removeIf(name -> !answered.contains(name) && !requested.contains(name));
        document.getComponents().setSchemas(used);
    }
}
