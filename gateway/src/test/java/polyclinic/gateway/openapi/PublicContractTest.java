package polyclinic.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients are generated from: whole, in words, and the same as the services' contracts. */
class PublicContractTest {
    private static final Path CONTRACTS = Path.of("../contracts/openapi");
    private static final Path PUBLIC = Path.of("../contracts/polyclinic.openapi.json");
    private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "patch", "delete");
    private static final Set<String> SCALARS = Set.of("string", "integer", "number");
    private static final String SLUGS = "[a-z]+(-[a-z]+)*(, [a-z]+(-[a-z]+)*)*(: .+)?";
    private static final String COMPONENTS = "#/components/";
    private static final Pattern PROBLEM = Pattern.compile("(?:new Problem|super)\\(\\s*\\d{3},\\s*\"([a-z-]+)\"");

    private static JsonObject document = new JsonObject();

    @BeforeAll
    static void merge() throws IOException {
        Map<String, JsonObject> services = new TreeMap<>();
        try (Stream<Path> contracts = Files.list(CONTRACTS)) {
            for (Path contract : contracts.toList())
                services.put(
                        contract.getFileName().toString().replace(".json", "-service"),
                        new JsonObject(Files.readString(contract)));
        }
        document = PublicContract.of(
                services,
                path -> path.startsWith("/api/v1/"),
                new JsonObject()
                        .put("title", "Polyclinic")
                        .put("description", OpenApiDocuments.DESCRIPTION)
                        .put("version", "1"));
    }

    @Test
    void the_contract_for_clients_is_that_of_the_services() throws IOException {
        String merged = document.encodePrettily() + "\n";
        if (System.getProperty("contracts.update") != null) Files.writeString(PUBLIC, merged);

        assertThat(Files.readString(PUBLIC))
                .as("contracts/polyclinic.openapi.json; write it with -Dtest=PublicContractTest -Dcontracts.update")
                .isEqualTo(merged);
    }

    @Test
    void every_operation_has_a_name_a_sentence_and_a_group() {
        List<String> wrong = new ArrayList<>();
        Map<String, String> names = new TreeMap<>();
        operations((name, operation) -> {
            String id = operation.getString("operationId", "");
            if (!id.matches("[a-z]+([A-Z][a-z]+)*")) wrong.add(name + " is called " + id);
            String other = names.put(id, name);
            if (other != null) wrong.add(name + " is called " + id + " like " + other);
            if (!operation.getString("summary", "").matches("[A-Z].+ .*[^.]"))
                wrong.add(name + " says " + operation.getString("summary"));
            if (operation.getJsonArray("tags", new JsonArray()).isEmpty()) wrong.add(name + " is in no group");
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void every_refusal_names_its_problems() {
        List<String> wrong = new ArrayList<>();
        operations((name, operation) -> responses(operation, (status, response) -> {
            if (status.compareTo("400") < 0 || status.equals("503") && name.equals("GET /api/sync/health")) return;
            if (!response.getString("description", "").matches(SLUGS))
                wrong.add(name + " " + status + ": " + response.getString("description"));
            if (!response.getJsonObject("content", new JsonObject()).containsKey("application/problem+json"))
                wrong.add(name + " " + status + " has no form");
            if (Set.of("429", "503").contains(status)
                    && !response.getJsonObject("headers", new JsonObject()).containsKey("Retry-After"))
                wrong.add(name + " " + status + " does not say when to try again");
        }));
        assertThat(wrong).isEmpty();
    }

    @Test
    void what_a_client_needs_to_repeat_to_change_and_to_page_is_said() {
        List<String> wrong = new ArrayList<>();
        operations((name, operation) -> {
            Set<String> parameters = parameters(operation);
            Set<String> statuses = operation.getJsonObject("responses").fieldNames();
            if (!statuses.contains("429")) wrong.add(name + " is without limit");
            if (name.startsWith("POST /api/v1/") && !isGatewaysOwn(name) && !parameters.contains("Idempotency-Key"))
                wrong.add(name + " takes no key");
            if (parameters.contains("If-Match") && !statuses.contains("412")) wrong.add(name + " refuses no version");
            if (name.startsWith("PATCH ") && !statuses.contains("428")) wrong.add(name + " changes blindly");
            if (name.startsWith("PATCH ") && !body(operation).endsWith("Patch"))
                wrong.add(name + " takes " + body(operation));
            if (parameters.contains("limit") && !parameters.contains("after")) wrong.add(name + " has no next page");
            responses(operation, (status, response) -> {
                Set<String> headers =
                        response.getJsonObject("headers", new JsonObject()).fieldNames();
                if (Set.of("201", "202").contains(status) && !headers.contains("Location"))
                    wrong.add(name + " does not say where it is");
                if (status.startsWith("2") && !headers.contains("RateLimit")) wrong.add(name + " hides its limit");
            });
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void every_object_and_every_member_says_what_it_is() {
        List<String> wrong = new ArrayList<>();
        JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas");
        for (String name : schemas.fieldNames()) {
            JsonObject schema = schemas.getJsonObject(name);
            if (!schema.containsKey("description")) wrong.add(name);
            if (name.matches(".*\\d")) wrong.add(name + " is a name by chance");
            if (isShapeless(schema) && !name.equals("EmptyBody")) wrong.add(name + " has no members");
            JsonObject members = schema.getJsonObject("properties", new JsonObject());
            for (String member : members.fieldNames()) {
                JsonObject of = members.getJsonObject(member);
                if (!of.containsKey("description")) wrong.add(name + "." + member);
                if (isShapeless(of)) wrong.add(name + "." + member + " has no members");
                if (needsExample(of)) wrong.add(name + "." + member + " has no example");
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void every_parameter_says_what_it_is_for() {
        List<String> wrong = new ArrayList<>();
        operations((name, operation) -> {
            for (Object parameter : operation.getJsonArray("parameters", new JsonArray())) {
                JsonObject of = resolved((JsonObject) parameter);
                if (!of.containsKey("description")) wrong.add(name + " " + of.getString("name"));
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void no_body_is_without_a_name() {
        List<String> wrong = new ArrayList<>();
        operations((name, operation) -> {
            contents(operation.getJsonObject("requestBody", new JsonObject()), name, wrong);
            responses(operation, (status, response) -> contents(response, name + " " + status, wrong));
        });
        assertThat(wrong).isEmpty();
    }

    /** RFC 9110, 15.3.5: a success that answers nothing is 204, and the services answer so whatever a generator supposes. */
    @Test
    void a_success_without_content_is_204() {
        List<String> wrong = new ArrayList<>();
        operations((name, operation) -> responses(operation, (status, response) -> {
            // Back-Channel Logout 1.0, 2.8, says 200.
            if (name.equals("POST /backchannel-logout")) return;
            if (status.startsWith("2") && status.equals("204") == response.containsKey("content"))
                wrong.add(name + " " + status);
        }));
        assertThat(wrong).isEmpty();
    }

    @Test
    void every_line_of_the_tables_is_an_operation() throws IOException {
        Set<String> operations = new TreeSet<>();
        operations((name, operation) -> operations.add(name));
        Set<String> lines = new TreeSet<>();
        try (Stream<Path> services = Files.list(Path.of(".."))) {
            for (Path table : services.map(
                            service -> service.resolve("src/main/resources/META-INF/openapi/operations.csv"))
                    .filter(Files::exists)
                    .toList())
                for (String line : Files.readAllLines(table))
                    if (!line.startsWith("#")) lines.add(line.replaceFirst(";.*", ""));
        }

        assertThat(lines).hasSizeGreaterThan(100).isSubsetOf(operations);
    }

    /** A service's code says a slug where it makes the problem; its contract has to say with which operation it comes. */
    @Test
    void every_problem_of_the_code_is_in_the_contract() throws IOException {
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> contracts = Files.list(CONTRACTS)) {
            for (Path contract : contracts.toList()) {
                String service = contract.getFileName().toString().replace(".json", "-service");
                Set<String> told = new TreeSet<>();
                Matcher descriptions = Pattern.compile("\"description\"\\s*:\\s*\"([a-z, -]+)\"")
                        .matcher(Files.readString(contract));
                while (descriptions.find())
                    told.addAll(List.of(descriptions.group(1).split(", ")));
                for (String slug : slugs(Path.of("..", service, "src/main/java")))
                    if (!told.contains(slug) && !slug.equals("internal-error")) wrong.add(service + ": " + slug);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static Set<String> slugs(Path sources) throws IOException {
        Set<String> slugs = new TreeSet<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher problems = PROBLEM.matcher(Files.readString(file));
                while (problems.find()) slugs.add(problems.group(1));
            }
        }
        return slugs;
    }

    private static void contents(JsonObject of, String where, List<String> wrong) {
        JsonObject content = of.getJsonObject("content", new JsonObject());
        for (String type : content.fieldNames()) {
            JsonObject schema = content.getJsonObject(type).getJsonObject("schema", new JsonObject());
            if (type.endsWith("json") && !type.endsWith("ndjson") && !schema.containsKey("$ref"))
                wrong.add(where + " " + type);
        }
    }

    private static boolean isShapeless(JsonObject schema) {
        return "object".equals(schema.getValue("type"))
                && Stream.of("properties", "additionalProperties", "allOf", "$ref")
                        .noneMatch(schema::containsKey);
    }

    /** Of a text or a number; a member of a list has its own, if it is an object. */
    private static boolean needsExample(JsonObject member) {
        Object type = member.getValue("type");
        String first = type instanceof JsonArray types ? types.getString(0) : String.valueOf(type);
        return SCALARS.contains(first)
                && Stream.of("enum", "examples", "example").noneMatch(member::containsKey)
                && !"binary".equals(member.getString("format"));
    }

    private static boolean isGatewaysOwn(String operation) {
        return operation.matches("POST /api/v1/(notifications|sessions?)\\b.*");
    }

    private static Set<String> parameters(JsonObject operation) {
        Set<String> names = new TreeSet<>();
        for (Object parameter : operation.getJsonArray("parameters", new JsonArray()))
            names.add(resolved((JsonObject) parameter).getString("name"));
        return names;
    }

    private static String body(JsonObject operation) {
        return operation
                .getJsonObject("requestBody")
                .getJsonObject("content")
                .getJsonObject("application/merge-patch+json")
                .getJsonObject("schema")
                .getString("$ref", "");
    }

    private static void operations(BiConsumer<String, JsonObject> each) {
        JsonObject paths = document.getJsonObject("paths");
        for (String path : paths.fieldNames())
            for (String method : paths.getJsonObject(path).fieldNames())
                if (METHODS.contains(method))
                    each.accept(
                            method.toUpperCase(Locale.ROOT) + " " + path,
                            paths.getJsonObject(path).getJsonObject(method));
    }

    private static void responses(JsonObject operation, BiConsumer<String, JsonObject> each) {
        JsonObject responses = operation.getJsonObject("responses");
        for (String status : responses.fieldNames()) each.accept(status, resolved(responses.getJsonObject(status)));
    }

    private static JsonObject resolved(JsonObject part) {
        String reference = part.getString("$ref");
        if (reference == null) return part;
        String[] names = reference.substring(COMPONENTS.length()).split("/");
        return document.getJsonObject("components").getJsonObject(names[0]).getJsonObject(names[1]);
    }
}
