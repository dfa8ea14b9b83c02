package polyclinic.suite.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The document that the gateway gives clients (OpenAPI 3.1), as far as requests are made and answers judged by it. */
public final class FuzzContract {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "patch", "delete");

    private final JsonNode document;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();
    private final List<Operation> operations = new ArrayList<>();

    /** @param json the whole document */
    public FuzzContract(String json) {
        try {
            document = JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (METHODS.contains(method.getKey()))
                        operations.add(operation(method.getKey(), path.getKey(), path.getValue(), method.getValue()));
                }));
    }

    /**
     * One operation.
     *
     * @param path its template, {@code /api/v1/patients/{id}}
     * @param parameters their references resolved
     * @param bodies schema by media type, in the document's order; empty where it takes no body
     * @param roles who has it; empty where everybody has
     */
    public record Operation(
            String method,
            String path,
            JsonNode details,
            List<JsonNode> parameters,
            Map<String, JsonNode> bodies,
            List<String> roles) {

        public String name() {
            return method + " " + path;
        }

        List<JsonNode> parameters(String in) {
            return parameters.stream()
                    .filter(parameter -> parameter.path("in").asText().equals(in))
                    .toList();
        }

        boolean isRead() {
            return method.equals("GET") || method.equals("HEAD");
        }
    }

    private Operation operation(String method, String path, JsonNode item, JsonNode details) {
        List<JsonNode> parameters = Stream.of(item, details)
                .flatMap(each -> each.path("parameters").valueStream())
                .map(this::resolve)
                .toList();
        Map<String, JsonNode> bodies = new LinkedHashMap<>();
        resolve(details.path("requestBody"))
                .path("content")
                .properties()
                .forEach(content ->
                        bodies.put(content.getKey(), content.getValue().path("schema")));
        Set<String> roles = new TreeSet<>();
        details.path("security")
                .forEach(scheme -> scheme.forEach(names -> names.forEach(name -> roles.add(name.asText()))));
        return new Operation(method.toUpperCase(Locale.ROOT), path, details, parameters, bodies, List.copyOf(roles));
    }

    public List<Operation> operations() {
        return operations;
    }

    /** Returns what a reference leads to; anything else is itself. */
    JsonNode resolve(JsonNode node) {
        JsonNode resolved = node;
        while (resolved.has("$ref"))
            resolved = document.at(resolved.path("$ref").asText().substring(1));
        return resolved;
    }

    /** Returns what the document says of an answer of this status; null when it lists none. */
    @Nullable
    JsonNode answer(Operation operation, int status) {
        JsonNode answers = operation.details().path("responses");
        JsonNode own = answers.has("" + status) ? answers.path("" + status) : answers.path(status / 100 + "XX");
        return own.isMissingNode() ? null : resolve(own);
    }

    /** Returns how a JSON body departs from what the document says of it; empty when it does not. */
    String departures(JsonNode answer, String type, String body) {
        JsonNode schema = answer.path("content").path(type).path("schema");
        if (schema.isMissingNode()) return "";
        List<Error> errors = compiled.computeIfAbsent(schema.toString(), text -> compile(schema))
                .validate(body, InputFormat.JSON);
        // Where and what, without the value.
        return errors.stream()
                .map(error -> error.getInstanceLocation() + " " + error.getKeyword())
                .map(text -> text.replaceAll("/\\d+", "/*"))
                .distinct()
                .limit(5)
                .collect(Collectors.joining(", "));
    }

    /** References lead to the components of the same document. */
    private Schema compile(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.path("components"));
        return registry.getSchema(whole.toString(), InputFormat.JSON);
    }
}
