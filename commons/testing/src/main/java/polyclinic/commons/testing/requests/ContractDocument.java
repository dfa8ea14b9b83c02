package polyclinic.commons.testing.requests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.testing.web.ServiceClient;
import polyclinic.commons.testing.web.Tokens;

/** What a service says of itself in OpenAPI, as far as requests can be made of it. */
public final class ContractDocument {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "patch", "delete");
    private static final List<String> USERS =
            List.of("admin", "doctor", "patient", "auditor", "cashier", "pharmacist", "lab");

    private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    /** Operation → the header of somebody who has it: a token takes longer to sign than most requests to answer. */
    private static final Map<String, String> ALLOWED = new ConcurrentHashMap<>();

    private final JsonNode document;

    private ContractDocument(JsonNode document) {
        this.document = document;
    }

    public static ContractDocument ofService() {
        return of(
                ServiceClient.management().get("/q/openapi?format=json").body().asString());
    }

    /** @param json the whole document */
    public static ContractDocument of(String json) {
        try {
            return new ContractDocument(JSON.readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The components, as {@code schemas/Money}, that no operation leads to: nobody is answered by them, and nobody sends them. */
    public Set<String> unusedComponents() {
        Set<String> unused = new TreeSet<>();
        document.path("components").properties().forEach(kind -> {
            // Operations name these, and refer to them by no address.
            if (!kind.getKey().equals("securitySchemes"))
                kind.getValue().fieldNames().forEachRemaining(name -> unused.add(kind.getKey() + "/" + name));
        });
        Set<String> used = new TreeSet<>();
        collectReferences(document.path("paths"), used);
        unused.removeAll(used);
        return unused;
    }

    private void collectReferences(JsonNode part, Set<String> used) {
        for (String reference : part.findValuesAsText("$ref")) {
            String component = reference.substring("#/components/".length());
            if (used.add(component)) collectReferences(document.at("/components/" + component), used);
        }
    }

    /** One operation: {@code GET}, {@code /api/v1/patients/{id}}. */
    public record Operation(String method, String path, JsonNode details) {
        /** The path with ids that nothing has. */
        public String address() {
            return path.replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
        }

        /** The path with nothing but {@code {}} in the place of each parameter. */
        public String shape() {
            return path.replaceAll("\\{[^}]+}", "{}");
        }

        /** Whether it is answered in JSON and nothing else, when it is not refused. */
        public boolean answersJson() {
            Set<String> types = new TreeSet<>();
            details.path("responses").properties().forEach(answer -> {
                if (answer.getKey().startsWith("2"))
                    answer.getValue().path("content").fieldNames().forEachRemaining(types::add);
            });
            return types.equals(Set.of("application/json"));
        }
    }

    public List<Operation> operations() {
        List<Operation> found = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (METHODS.contains(method.getKey()))
                        found.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
                }));
        return found;
    }

    public List<Operation> operations(String method) {
        return operations().stream()
                .filter(operation -> operation.method().equals(method))
                .toList();
    }

    /** The methods of an operation's path. */
    public Set<String> methods(Operation operation) {
        return operations().stream()
                .filter(other -> other.path().equals(operation.path()))
                .map(Operation::method)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Whether an address of one path may be one of another path with this method: what is named in the one can be a parameter of
     * the other.
     */
    public boolean isTaken(Operation operation, String method) {
        String[] own = operation.path().split("/");
        return operations(method).stream().map(other -> other.path().split("/")).anyMatch(other -> {
            if (other.length != own.length) return false;
            for (int i = 0; i < own.length; i++)
                if (!other[i].equals(own[i]) && !other[i].startsWith("{") && !own[i].startsWith("{")) return false;
            return true;
        });
    }

    /** The query's parameters, with their references resolved. */
    public List<JsonNode> query(Operation operation) {
        return StreamSupport.stream(operation.details().path("parameters").spliterator(), false)
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .toList();
    }

    public JsonNode schema(JsonNode parameter) {
        JsonNode schema = parameter.path("schema");
        return schema.has("$ref") ? document.at(schema.path("$ref").asText().substring(1)) : schema;
    }

    /**
     * An address with what the operation needs in its query (a patient, where it takes one), and one parameter more; none when its name
     * is null.
     */
    public String address(Operation operation, @Nullable String name, String value) {
        StringBuilder address = new StringBuilder(operation.address());
        char separator = '?';
        for (JsonNode parameter : query(operation)) {
            String own = parameter.path("name").asText();
            boolean needed = parameter.path("required").asBoolean() || own.equals("patientId");
            if (!needed || own.equals(name)) continue;
            address.append(separator).append(own).append('=').append(encoded(good(schema(parameter))));
            separator = '&';
        }
        if (name != null) address.append(separator).append(name).append('=').append(encoded(value));
        return address.toString();
    }

    private static String good(JsonNode schema) {
        if (schema.has("enum")) return schema.path("enum").get(0).asText();
        return switch (schema.path("format").asText(schema.path("type").asText())) {
            case "uuid" -> UUID.randomUUID().toString();
            case "date" -> "2026-01-31";
            case "date-time" -> "2026-01-31T10:00:00Z";
            case "integer", "int32" -> "1";
            case "boolean" -> "true";
            default -> "x";
        };
    }

    /** The same request in the name of somebody who has the operation, that is, who is not answered by 403. */
    public static SentRequest asSomebodyWhoMay(SentRequest request) {
        String shape =
                request.method() + " " + request.path().replaceAll("\\?.*", "").replaceAll(ID, "{}");
        return request.with("Authorization", ALLOWED.computeIfAbsent(shape, first -> allowed(request)));
    }

    private static String allowed(SentRequest request) {
        for (String user : USERS) {
            String authorization = "Bearer " + Tokens.of(user);
            HttpResponse<String> answer =
                    request.with("Authorization", authorization).send();
            if (answer == null || answer.statusCode() != 403) return authorization;
        }
        return "Bearer " + Tokens.of(USERS.get(0));
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
