package polyclinic.commons.testing.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.web.ServiceClient;
import polyclinic.commons.testing.web.Tokens;

/**
 * What no client should send and some will. A subclass names each operation that takes a JSON body, with a body that would
 * be good; every spoilt copy of it must be answered by a 4xx problem that says nothing about the inside, and must change
 * nothing ({@link #stored}).
 */
public abstract class BadInput {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final List<String> TEXTS =
            List.of("\ufb03".repeat(150), "%", "\\", "'\"$(){}[]|", "\ud83d\udc8a", "*", "-".repeat(200));
    private static final String HUGE_NAME = "x".repeat(10_000);

    /**
     * One operation with a body that it would accept.
     *
     * @param path with real or random ids in it
     * @param token of a caller who has the operation
     * @param freeFields names of fields that hold any JSON or long text by design: they are not spoilt by type or length
     */
    public record Operation(String method, String path, String token, String body, List<String> freeFields) {
        public Operation(String method, String path, String token, String body) {
            this(method, path, token, body, List.of());
        }
    }

    protected abstract List<Operation> operations();

    /** Addresses with an id in them, as {@code GET /api/v1/patients/%s}, to be asked for with ids that are none. */
    protected abstract List<String> addresses();

    /** A number that grows with anything stored: rows or documents. */
    protected abstract long stored();

    @Test
    void spoilt_bodies_are_answered_by_a_problem_and_store_nothing() {
        List<Operation> operations = operations();
        long before = stored();
        List<String> wrong = new ArrayList<>();
        for (Operation operation : operations)
            spoilt(operation).forEach((what, body) -> {
                byte[] bytes = body instanceof byte[] raw ? raw : ((String) body).getBytes(StandardCharsets.UTF_8);
                var response = send(operation, "application/json", HttpRequest.BodyPublishers.ofByteArray(bytes));
                check(operation.method() + " " + operation.path() + ": " + what, response, wrong);
            });
        assertThat(wrong).isEmpty();
        assertThat(stored()).as("rows stored by bad input").isEqualTo(before);
    }

    /** Whoever is shown a patient's data is in the trail, also when nothing came of the change that they sent. */
    @Test
    void a_patch_that_changes_nothing_is_answered_by_what_is_there_and_stores_nothing() {
        List<Operation> patches = operations().stream()
                .filter(operation -> operation.method().equals("PATCH"))
                .toList();
        assertThat(patches.stream().map(patch -> shape(patch.path()))).containsAll(patchesInOpenApi());
        List<String> wrong = new ArrayList<>();
        for (Operation patch : patches) {
            long before = stored();
            var answer = send(patch, "application/merge-patch+json", "*", HttpRequest.BodyPublishers.ofString("{}"));
            if (answer == null || answer.statusCode() != 200)
                wrong.add(patch.path() + " → " + (answer == null ? "connection closed" : answer.body()));
            if (stored() != before) wrong.add(patch.path() + " has stored something");
        }
        assertThat(wrong).isEmpty();
    }

    private static List<String> patchesInOpenApi() {
        return read(ServiceClient.management()
                        .get("/q/openapi?format=json")
                        .body()
                        .asString())
                .path("paths")
                .properties()
                .stream()
                .filter(path -> path.getValue().has("patch"))
                .map(path -> path.getKey().replaceAll("\\{[^}]+}", "{}"))
                .toList();
    }

    private static String shape(String path) {
        return path.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "{}");
    }

    @Test
    void a_body_of_another_type_or_size_is_refused() {
        List<Operation> operations = operations();
        long before = stored();
        List<String> wrong = new ArrayList<>();
        for (Operation operation : operations) {
            var xml = send(operation, "application/xml", HttpRequest.BodyPublishers.ofString("<a/>"));
            check(operation.path() + ": xml", xml, wrong);
            var huge = send(
                    operation, "application/json", HttpRequest.BodyPublishers.ofInputStream(BadInput::fiftyMegabytes));
            // A server may close the connection on a body that it will not read: then there is no response.
            if (huge != null && huge.statusCode() != 413)
                wrong.add(operation.path() + ": 50 MB → " + huge.statusCode());
        }
        assertThat(wrong).isEmpty();
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void ids_that_are_none_are_not_found() {
        List<String> wrong = new ArrayList<>();
        for (String address : addresses())
            for (String id :
                    List.of("1", "abc", "..%2f..%2fetc", "%00", "%F0%9F%92%8A", "1'%20or%20'1'='1", "x".repeat(300))) {
                String[] words = address.split(" ");
                Operation operation = new Operation(words[0], words[1].formatted(id), Tokens.of("admin"), "");
                check(
                        address + " with " + id,
                        send(operation, "application/json", HttpRequest.BodyPublishers.noBody()),
                        wrong);
            }
        assertThat(wrong).isEmpty();
    }

    /** Every parameter of every query that the service describes itself as a number, an id, a date or one of a few words. */
    @Test
    void parameters_that_are_none_are_named() {
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        JsonNode document = read(
                ServiceClient.management().get("/q/openapi?format=json").body().asString());
        for (var path : document.path("paths").properties())
            for (JsonNode parameter : path.getValue().path("get").path("parameters")) {
                JsonNode schema = parameter.path("schema");
                if (schema.has("$ref"))
                    schema = document.at(schema.path("$ref").asText().substring(1));
                boolean free = schema.path("type").asText().equals("string")
                        && !List.of("uuid", "date", "date-time")
                                .contains(schema.path("format").asText())
                        && !schema.has("enum");
                if (!parameter.path("in").asText().equals("query") || free) continue;
                String name = parameter.path("name").asText();
                for (String value : List.of("x", "1.5", "99999999999999999999", "2024-02-30", "%24ne")) {
                    if (schema.path("type").asText().equals("array")
                            && !schema.path("items").has("enum")) continue;
                    String url = path.getKey()
                                    .replaceAll("\\{[^}]+}", UUID.randomUUID().toString()) + "?" + name + "=" + value;
                    HttpResponse<String> answer = asSomebodyWhoMay(url);
                    asked++;
                    if (answer == null
                            || answer.statusCode() != 422
                            || !answer.body().contains("\"" + name + "\""))
                        wrong.add(url + " → "
                                + (answer == null ? "connection closed" : answer.statusCode() + " " + answer.body()));
                    else check(url, answer, wrong);
                }
            }
        assertThat(asked).isPositive();
        assertThat(wrong).isEmpty();
    }

    /**
     * Cursors are opaque, not secret: what a client makes up in their form, and whatever text it puts into a parameter that takes
     * text, may be refused or may find nothing, but breaks nothing.
     */
    @Test
    void cursors_and_texts_that_a_client_makes_up_break_nothing() {
        List<String> wrong = new ArrayList<>();
        JsonNode document = read(
                ServiceClient.management().get("/q/openapi?format=json").body().asString());
        for (var path : document.path("paths").properties())
            for (JsonNode parameter : path.getValue().path("get").path("parameters")) {
                if (!parameter.path("in").asText().equals("query")
                        || !parameter.at("/schema/type").asText().equals("string")) continue;
                String name = parameter.path("name").asText();
                for (String value : name.equals("after") ? madeUpCursors() : TEXTS) {
                    String url = path.getKey()
                                    .replaceAll("\\{[^}]+}", UUID.randomUUID().toString())
                            + "?" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
                    HttpResponse<String> answer = asSomebodyWhoMay(url);
                    if (answer == null || answer.statusCode() >= 500)
                        wrong.add(url + " → " + (answer == null ? "connection closed" : answer.statusCode()));
                }
            }
        assertThat(wrong).isEmpty();
    }

    /** As some clients send them: a URI does not allow these characters bare, HTTP servers take them all the same. */
    @Test
    void queries_that_are_not_encoded_are_taken_or_refused_and_break_nothing() throws IOException {
        List<String> wrong = new ArrayList<>();
        JsonNode document = read(
                ServiceClient.management().get("/q/openapi?format=json").body().asString());
        for (var path : document.path("paths").properties()) {
            if (!path.getValue().has("get")) continue;
            String address =
                    path.getKey().replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
            for (String query : List.of("identifier=a|b", "q=%zz", "q={x}", "q=%", "q=a^b`c<d>\"e"))
                for (String user : List.of("admin", "cashier")) {
                    String answer = raw("GET " + address + "?" + query + " HTTP/1.1", Tokens.of(user));
                    if (!answer.matches("HTTP/1.1 [234]\\d\\d.*")) wrong.add(address + "?" + query + " → " + answer);
                }
        }
        assertThat(wrong).isEmpty();
    }

    /** The status line; no client library would send such an address. */
    private static String raw(String requestLine, String token) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            String request = requestLine + "\r\nHost: localhost\r\nAuthorization: Bearer " + token
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return String.valueOf(answer.readLine());
        }
    }

    private static List<String> madeUpCursors() {
        String id = UUID.randomUUID().toString();
        return Stream.of("1E+200000", "99999999999999999999", "-1", "+999999999-12-31T23:59:59.999999999Z", "x")
                .flatMap(part -> Stream.of(part, part + "\n" + id, part + "\n" + part + "\n" + id))
                .map(text ->
                        Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static @Nullable HttpResponse<String> asSomebodyWhoMay(String url) {
        @Nullable HttpResponse<String> answer = null;
        for (String user : List.of("admin", "doctor", "patient", "auditor")) {
            answer = send(
                    new Operation("GET", url, Tokens.of(user), ""),
                    "application/json",
                    HttpRequest.BodyPublishers.noBody());
            if (answer == null || answer.statusCode() != 403) break;
        }
        return answer;
    }

    /** Without a client library that would print, parse or buffer what is sent; null when the server hung up. */
    private static @Nullable HttpResponse<String> send(
            Operation operation, String contentType, HttpRequest.BodyPublisher body) {
        return send(operation, contentType, "\"1\"", body);
    }

    private static @Nullable HttpResponse<String> send(
            Operation operation, String contentType, String ifMatch, HttpRequest.BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + operation.path()))
                .header("Authorization", "Bearer " + operation.token())
                .header("Content-Type", contentType)
                .header("If-Match", ifMatch)
                .method(operation.method(), body)
                .build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException closed) {
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream fiftyMegabytes() {
        InputStream endless = new InputStream() {
            private long left = 50_000_000;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }
        };
        return new SequenceInputStream(new ByteArrayInputStream("{\"a\":\"".getBytes(StandardCharsets.UTF_8)), endless);
    }

    private static void check(String what, @Nullable HttpResponse<String> response, List<String> wrong) {
        if (response == null) {
            wrong.add(what + " → connection closed");
            return;
        }
        int status = response.statusCode();
        String type = response.headers().firstValue("Content-Type").orElse("");
        String body = response.body();
        boolean problem =
                type.startsWith("application/problem+json") && body.contains("\"type\":\"urn:polyclinic:problem:");
        if (status < 400 || status >= 500 || !problem || body.contains("Exception") || body.contains("\tat "))
            wrong.add(what + " → " + status + " " + type + " " + body.substring(0, Math.min(200, body.length())));
    }

    private static Map<String, Object> spoilt(Operation operation) {
        Map<String, Object> bodies = new LinkedHashMap<>();
        bodies.put("cut off", operation.body().substring(0, operation.body().length() - 1));
        bodies.put("empty", "");
        bodies.put("not JSON", "}{");
        bodies.put("null", "null");
        bodies.put("an array", "[]");
        bodies.put("a text", "\"x\"");
        bodies.put("nested 10,000 deep", "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000));
        bodies.put("two documents", operation.body() + operation.body());
        bodies.put("not UTF-8", new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'});
        bodies.put("unknown field", changed(operation, body -> body.put("surprise", 1)));
        ObjectNode good = (ObjectNode) read(operation.body());
        for (String name : namesIn(good, operation.freeFields())) {
            bodies.put(name + " of two lines", changed(operation, body -> replace(body, name, "a\nb")));
            bodies.put(
                    name + " that turns the text's direction",
                    changed(operation, body -> replace(body, name, "a\u202eb")));
        }
        for (Map.Entry<String, JsonNode> field : good.properties()) {
            if (operation.freeFields().contains(field.getKey())) continue;
            String name = field.getKey();
            put(bodies, operation, name, "an object", body -> body.putObject(name)
                    .put("$ne", 1));
            put(bodies, operation, name, "nested arrays", body -> body.putArray(name)
                    .addArray()
                    .addArray());
            if (!field.getValue().isTextual()) {
                put(bodies, operation, name, "a text", body -> body.put(name, "x' or 1=1 --"));
                continue;
            }
            put(bodies, operation, name, "a number", body -> body.put(name, 7));
            put(bodies, operation, name, "true", body -> body.put(name, true));
            put(bodies, operation, name, "10,000 characters", body -> body.put(name, HUGE_NAME));
            put(bodies, operation, name, "NUL", body -> body.put(name, "a\u0000b"));
            put(bodies, operation, name, "control", body -> body.put(name, "a\u001bb"));
            bodies.put(
                    name + " with a lone surrogate",
                    changed(operation, body -> body.put(name, "@@")).replace("@@", "a\\ud800b"));
            if (field.getValue().textValue().matches("\\d{4}-\\d\\d-\\d\\d.*"))
                for (String date :
                        List.of("2024-02-30", "0000-00-00", "99999-01-01", "2024-13-01T00:00:00Z", "yesterday"))
                    put(bodies, operation, name, date, body -> body.put(name, date));
        }
        return bodies;
    }

    /** JSON pointers of the names in a body, at any depth: what is shown in one line with other text. */
    private static List<String> namesIn(JsonNode node, List<String> freeFields) {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (freeFields.contains(field.getKey())) continue;
            if (field.getValue().isTextual()
                    && field.getKey().toLowerCase(Locale.ROOT).endsWith("name")) found.add("/" + field.getKey());
            for (String inner : namesIn(field.getValue(), freeFields)) found.add("/" + field.getKey() + inner);
        }
        if (node.isArray() && !node.isEmpty())
            for (String inner : namesIn(node.get(0), freeFields)) found.add("/0" + inner);
        return found;
    }

    private static void replace(ObjectNode body, String pointer, String value) {
        int end = pointer.lastIndexOf('/');
        ((ObjectNode) body.at(pointer.substring(0, end))).put(pointer.substring(end + 1), value);
    }

    private static void put(
            Map<String, Object> bodies, Operation operation, String field, String what, Consumer<ObjectNode> change) {
        bodies.put(field + " is " + what, changed(operation, change));
    }

    private static String changed(Operation operation, Consumer<ObjectNode> change) {
        ObjectNode body = (ObjectNode) read(operation.body());
        change.accept(body);
        return body.toString();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
