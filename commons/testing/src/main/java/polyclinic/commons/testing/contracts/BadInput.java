package polyclinic.commons.testing.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.requests.ContractDocument;
import polyclinic.commons.testing.requests.LogWatch;
import polyclinic.commons.testing.requests.SentRequest;
import polyclinic.commons.testing.requests.SpoiltBodies;
import polyclinic.commons.testing.web.Tokens;

/**
 * What no client should send and some will, and what HTTP promises of every address (RFC 9110). A subclass names each operation
 * that takes a JSON body, with a body that would be good; every spoilt copy of it must be answered by a 4xx problem that says
 * nothing about the inside, and must change nothing ({@link #stored}). Everything else is found in the service's OpenAPI document,
 * so that the next operation is looked at without a word about it here.
 */
public abstract class BadInput {
    private static final String JSON = "application/json";

    /** Who would raise an alarm. */
    private static final Set<String> ALARMS =
            Set.of("polyclinic.commons.filters.ProblemMappers", "io.quarkus.vertx.http.runtime.QuarkusErrorHandler");

    private static final String PROBLEM = "application/problem+json";
    private static final List<String> TEXTS =
            List.of("\ufb03".repeat(150), "%", "\\", "'\"$(){}[]|", "\ud83d\udc8a", "*", "-".repeat(200));

    /** Headers by which the answer to a HEAD tells of that to a GET. */
    private static final List<String> SAME_AS_GET = List.of("Content-Type", "ETag", "Link", "Cache-Control", "Allow");

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

        /** With the header fields that it needs, and no body. */
        SentRequest request() {
            return SentRequest.of(method, path, token).with("If-Match", "\"1\"");
        }

        SentRequest request(String contentType, String text) {
            return request().with("Content-Type", contentType).with(text);
        }
    }

    protected abstract List<Operation> operations();

    /** Addresses with an id in them, as {@code GET /api/v1/patients/%s}, to be asked for with ids that are none. */
    protected abstract List<String> addresses();

    /** A number that grows with anything stored: rows or documents. */
    protected abstract long stored();

    /** A DELETE of something that is there, for each that the service has. */
    protected List<Operation> deletions() {
        return List.of();
    }

    @Test
    void spoilt_bodies_are_answered_by_a_problem_and_store_nothing() {
        Map<String, SentRequest> requests = new LinkedHashMap<>();
        for (Operation operation : operations())
            SpoiltBodies.of(operation.body(), operation.freeFields())
                    .forEach((what, body) -> requests.put(
                            operation.method() + " " + operation.path() + ": " + what,
                            operation.request().with("Content-Type", JSON).with(body)));
        refusedWithoutATrace(requests);
    }

    /** Whoever is shown a patient's data is in the trail, also when nothing came of the change that they sent. */
    @Test
    void a_patch_that_changes_nothing_is_answered_by_what_is_there_and_stores_nothing() {
        List<Operation> patches = operations().stream()
                .filter(operation -> operation.method().equals("PATCH"))
                .toList();
        assertThat(shapes(patches)).containsAll(shapesInOpenApi("PATCH"));
        List<String> wrong = new ArrayList<>();
        for (Operation patch : patches) {
            long before = stored();
            var answer = patch.request("application/merge-patch+json", "{}")
                    .with("If-Match", "*")
                    .send();
            if (answer == null || answer.statusCode() != 200) wrong.add(patch.path() + shown(answer));
            if (stored() != before) wrong.add(patch.path() + " has stored something");
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void a_body_of_another_type_or_size_is_refused() {
        Map<String, SentRequest> requests = new LinkedHashMap<>();
        for (Operation operation : operations()) {
            String what = operation.method() + " " + operation.path() + " with ";
            requests.put(what + "xml", operation.request("application/xml", "<a/>"));
            for (String type : List.of(
                    "text/plain",
                    "application/x-www-form-urlencoded",
                    "multipart/form-data; boundary=x",
                    "application/json5",
                    "application/*",
                    "json",
                    "application/json, text/plain",
                    ";",
                    "\"application/json\"")) requests.put(what + type, operation.request(type, operation.body()));
            requests.put(what + "no type", operation.request().with(operation.body()));
            requests.put(what + "no type and no body", operation.request().with(""));
            requests.put(what + "a type and no body", operation.request(JSON, ""));
            requests.put(what + "another type and no body", operation.request("text/plain", ""));
        }
        refusedWithoutATrace(requests);
    }

    @Test
    void a_body_that_is_too_large_is_refused_and_raises_no_alarm() {
        List<Operation> operations = operations();
        long before = stored();
        try (LogWatch log = new LogWatch()) {
            assertThat(SentRequest.complaints(operations, operation -> {
                        var answer = operation
                                .request(JSON, "")
                                .with(BodyPublishers.ofInputStream(BadInput::fiftyMegabytes))
                                .send();
                        // A server may close the connection on a body that it will not read: then there is no response.
                        return answer == null || answer.statusCode() == 413 ? null : operation.path() + shown(answer);
                    }))
                    .isEmpty();
            assertThat(log.warners()).doesNotContainAnyElementsOf(ALARMS);
        }
        assertThat(stored()).isEqualTo(before);
    }

    /** JSON is UTF-8 whatever a parameter says (RFC 8259 §8.1), and types are written in any case (RFC 9110 §8.3.1). */
    @Test
    void a_parameter_of_the_content_type_changes_nothing() {
        List<Operation> operations = operations();
        long before = stored();
        assertThat(SentRequest.complaints(operations, operation -> {
                    String body = SpoiltBodies.withUnknownField(operation.body());
                    var plain = operation.request(JSON, body).send();
                    for (String type : List.of(
                            "application/json;charset=utf-8",
                            "application/json; charset=\"UTF-8\"",
                            "Application/JSON",
                            "application/json ; charset=utf-8; version=1",
                            "application/json;charset=iso-8859-1")) {
                        var answer = operation.request(type, body).send();
                        if (plain == null || answer == null || answer.statusCode() != plain.statusCode())
                            return operation.path() + " as " + type + shown(answer) + " instead of" + shown(plain);
                    }
                    return null;
                }))
                .isEmpty();
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void ids_that_are_none_are_not_found() {
        Map<String, SentRequest> requests = new LinkedHashMap<>();
        String admin = Tokens.of("admin");
        for (String address : addresses())
            for (String id :
                    List.of("1", "abc", "..%2f..%2fetc", "%00", "%F0%9F%92%8A", "1'%20or%20'1'='1", "x".repeat(300))) {
                String[] words = address.split(" ");
                requests.put(
                        address + " with " + id,
                        SentRequest.of(words[0], words[1].formatted(id), admin).with("Content-Type", JSON));
            }
        assertThat(notRefused(requests)).isEmpty();
    }

    /** Every parameter of every query that the service describes itself as a number, an id, a date or one of a few words. */
    @Test
    void parameters_that_are_none_are_named() {
        Map<String, String> urls = new LinkedHashMap<>();
        ContractDocument document = ContractDocument.ofService();
        for (ContractDocument.Operation get : document.operations("GET"))
            for (JsonNode parameter : document.query(get)) {
                JsonNode schema = document.schema(parameter);
                boolean free = schema.path("type").asText().equals("string")
                        && !List.of("uuid", "date", "date-time")
                                .contains(schema.path("format").asText())
                        && !schema.has("enum");
                boolean freeArray = schema.path("type").asText().equals("array")
                        && !schema.path("items").has("enum");
                if (free || freeArray) continue;
                String name = parameter.path("name").asText();
                for (String value : List.of("x", "1.5", "99999999999999999999", "2024-02-30", "%24ne", "1e999999999"))
                    urls.put(get.address() + "?" + name + "=" + value, name);
            }
        assertThat(urls).isNotEmpty();
        assertThat(SentRequest.complaints(urls.entrySet(), url -> namedAsInvalid(url.getKey(), url.getValue())))
                .isEmpty();
    }

    /** A cursor is what the service gave, or it is refused before any store sees it. */
    @Test
    void a_cursor_that_somebody_made_up_is_refused_by_every_list() {
        ContractDocument document = ContractDocument.ofService();
        List<String> urls = new ArrayList<>();
        for (ContractDocument.Operation get : document.operations("GET"))
            for (JsonNode parameter : document.query(get))
                if (parameter.path("name").asText().equals("after"))
                    for (String cursor : madeUpCursors()) urls.add(document.address(get, "after", cursor));
        assertThat(SentRequest.complaints(urls, url -> namedAsInvalid(url, "after")))
                .isEmpty();
    }

    /** Whatever text a client puts into a parameter that takes text may be refused or may find nothing, but breaks nothing. */
    @Test
    void texts_that_a_client_makes_up_break_nothing() {
        ContractDocument document = ContractDocument.ofService();
        List<String> urls = new ArrayList<>();
        for (ContractDocument.Operation get : document.operations("GET"))
            for (JsonNode parameter : document.query(get))
                if (parameter.at("/schema/type").asText().equals("string"))
                    for (String text : TEXTS)
                        urls.add(document.address(get, parameter.path("name").asText(), text));
        assertThat(SentRequest.complaints(urls, url -> {
                    var answer = asSomebodyWhoMay("GET", url).send();
                    return answer == null || answer.statusCode() >= 500 ? url + shown(answer) : null;
                }))
                .isEmpty();
    }

    /** As some clients send them: a URI does not allow these characters bare, HTTP servers take them all the same. */
    @Test
    void queries_that_are_not_encoded_are_taken_or_refused_and_break_nothing() {
        List<String> lines = new ArrayList<>();
        List<String> tokens = List.of(Tokens.of("admin"), Tokens.of("cashier"));
        for (ContractDocument.Operation get : ContractDocument.ofService().operations("GET"))
            for (String query : List.of(
                    "identifier=a|b",
                    "q=%zz",
                    "q={x}",
                    "q=%",
                    "q=a^b`c<d>\"e",
                    "q=[a]\\b",
                    "q=\u00c3\u00a9",
                    "q=\u00e9",
                    "phone=+91 98",
                    "from=2026-01-01T00:00:00+05:30",
                    "a#b")) lines.add("GET " + get.address() + "?" + query + " HTTP/1.1");
        assertThat(SentRequest.complaints(lines, line -> {
                    for (String token : tokens) {
                        String answer = SentRequest.statusLine(line, token);
                        if (!answer.matches("HTTP/1.[01] [234]\\d\\d.*")) return line + " → " + answer;
                    }
                    return null;
                }))
                .isEmpty();
    }

    /** What is no HTTP, and what is no address: the caller learns what was wrong, in the form of every other refusal. */
    @Test
    void what_cannot_be_read_is_refused_with_a_problem() {
        String path = addresses().get(0).split(" ")[1].formatted(UUID.randomUUID());
        String rest = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer " + Tokens.of("admin")
                + "\r\n";
        Map<String, Integer> expected = new LinkedHashMap<>();
        for (String query : List.of("%zz", "%", "a|b", "{x}", "a^b", "a\\b", "\"", "<a>"))
            expected.put("GET " + path + "?q=" + query + rest + "\r\n", 400);
        expected.put("GET " + path + "/%zz" + rest + "\r\n", 400);
        expected.put("POST " + path + "?%" + rest + "Content-Length: 2\r\n\r\n{}", 400);
        expected.put("hello\r\n\r\n", 400);
        expected.put("GET " + path + "\r\n\r\n", 400);
        expected.put("GET " + path + " HTTP/7.0\r\n\r\n", 400);
        expected.put("GET " + path + rest + "No colon\r\n\r\n", 400);
        expected.put("GET " + path + rest + "X Y: 1\r\n\r\n", 400);
        expected.put("GET " + path + rest + "X-Y: a\u0000b\r\n\r\n", 400);
        expected.put("POST " + path + rest + "Content-Length: x\r\n\r\n{}", 400);
        expected.put("POST " + path + rest + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400);
        expected.put("GET " + path + rest + "X-Y: " + "x".repeat(20_000) + "\r\n\r\n", 431);
        expected.put("GET /" + "x".repeat(20_000) + rest + "\r\n", 414);
        assertThat(SentRequest.complaints(expected.entrySet(), entry -> {
                    String answer = SentRequest.answerTo(entry.getKey());
                    boolean refused = answer.startsWith("HTTP/1.1 " + entry.getValue() + " ")
                            && answer.toLowerCase(Locale.ROOT).contains("content-type: " + PROBLEM)
                            && answer.contains("\"type\":\"urn:polyclinic:problem:");
                    return refused ? null : entry.getKey().lines().findFirst().orElse("") + " → " + answer;
                }))
                .isEmpty();
    }

    /** RFC 9110 §9.3.2. */
    @Test
    void a_head_is_answered_as_the_get_without_its_body() {
        ContractDocument document = ContractDocument.ofService();
        Map<String, String> urls = new TreeMap<>();
        for (ContractDocument.Operation get : document.operations("GET")) {
            if (!get.answersJson()) continue;
            urls.put(document.address(get, null, ""), "");
            urls.put(document.address(get, "limit", "1"), "");
        }
        Set<String> readable = Set.copyOf(shapesInOpenApi("GET"));
        for (Operation patch : operations())
            if (patch.method().equals("PATCH") && readable.contains(shape(patch.path())))
                urls.put(patch.path(), patch.token());
        assertThat(SentRequest.complaints(urls.entrySet(), url -> differsFromGet(url.getKey(), url.getValue())))
                .isEmpty();
    }

    private static @Nullable String differsFromGet(String url, String token) {
        SentRequest request = token.isEmpty() ? asSomebodyWhoMay("GET", url) : SentRequest.of("GET", url, token);
        var got = request.send();
        var head = new SentRequest("HEAD", url, request.headers(), request.body()).send();
        if (got == null || head == null) return "HEAD " + url + shown(head) + ", GET" + shown(got);
        if (got.statusCode() != head.statusCode() || !head.body().isEmpty())
            return "HEAD " + url + shown(head) + ", GET" + shown(got);
        for (String header : SAME_AS_GET)
            if (!told(got, header).equals(told(head, header)))
                return "HEAD " + url + " has another " + header + ": " + head.headers() + ", GET " + got.headers();
        return null;
    }

    /** Without parameters: whether JSON names its encoding says nothing. */
    private static String told(HttpResponse<String> answer, String header) {
        return answer.headers().firstValue(header).orElse("").replaceFirst(";\\s*charset=.*", "");
    }

    /** RFC 9110 §15.5.6: the answer says which methods there are. */
    @Test
    void a_method_that_an_address_does_not_have_is_refused_with_those_that_it_has() {
        ContractDocument document = ContractDocument.ofService();
        String admin = Tokens.of("admin");
        Map<String, ContractDocument.Operation> asked = new LinkedHashMap<>();
        for (ContractDocument.Operation operation : document.operations())
            for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "BREW"))
                if (!document.isTaken(operation, method)) asked.put(method + " " + operation.path(), operation);
        assertThat(SentRequest.complaints(asked.entrySet(), entry -> {
                    ContractDocument.Operation operation = entry.getValue();
                    String method = entry.getKey().split(" ")[0];
                    var answer = SentRequest.of(method, operation.address(), admin)
                            .with("Content-Type", JSON)
                            .with(method.equals("GET") ? "" : "{}")
                            .send();
                    String allowed = answer == null
                            ? ""
                            : answer.headers().firstValue("Allow").orElse("");
                    boolean named = Set.of(allowed.split(", ?")).containsAll(document.methods(operation));
                    return answer != null && answer.statusCode() == 405 && isProblem(answer) && named
                            ? null
                            : entry.getKey() + shown(answer) + " Allow: " + allowed;
                }))
                .isEmpty();
    }

    /** RFC 9110 §12.5.1. */
    @Test
    void what_a_client_accepts_is_given_or_refused() {
        ContractDocument document = ContractDocument.ofService();
        List<String> urls = document.operations("GET").stream()
                .filter(ContractDocument.Operation::answersJson)
                .map(get -> document.address(get, null, ""))
                .toList();
        assertThat(SentRequest.complaints(urls, BadInput::acceptsWrongly)).isEmpty();
    }

    private static @Nullable String acceptsWrongly(String url) {
        SentRequest request = asSomebodyWhoMay("GET", url);
        var plain = request.send();
        if (plain == null) return url + shown(null);
        for (String accept : List.of(
                "*/*",
                "application/*",
                "APPLICATION/JSON",
                "application/json;charset=utf-8",
                "text/html, application/json;q=0.5",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")) {
            var answer = request.with("Accept", accept).send();
            if (answer == null || answer.statusCode() != plain.statusCode())
                return url + " Accept: " + accept + shown(answer) + " instead of" + shown(plain);
        }
        for (String accept : List.of("text/html", "image/png", "application/xml")) {
            var answer = request.with("Accept", accept).send();
            if (answer == null || answer.statusCode() != 406 || !isProblem(answer))
                return url + " Accept: " + accept + shown(answer);
        }
        for (String accept : List.of(";", "application", "a/b/c", "*/json", ",", "\"")) {
            var answer = request.with("Accept", accept).send();
            if (answer == null || answer.statusCode() != plain.statusCode())
                return url + " Accept: " + accept + shown(answer);
        }
        return null;
    }

    /** RFC 9110 §9.2.2: who repeats it, for an answer that was lost, has no conflict with anybody. */
    @Test
    void what_is_deleted_may_be_deleted_again() {
        List<Operation> deletions = deletions();
        assertThat(shapes(deletions)).containsAll(shapesInOpenApi("DELETE"));
        for (Operation deletion : deletions) {
            SentRequest request = SentRequest.of("DELETE", deletion.path(), deletion.token());
            var first = request.send();
            long after = stored();
            var second = request.send();
            assertThat(first == null ? 0 : first.statusCode())
                    .as(deletion.path() + shown(first))
                    .isEqualTo(204);
            assertThat(second == null ? 0 : second.statusCode())
                    .as(deletion.path() + shown(second))
                    .isIn(204, 404);
            assertThat(stored()).as(deletion.path() + " was done twice").isEqualTo(after);
        }
    }

    private static List<String> shapes(List<Operation> operations) {
        return operations.stream().map(operation -> shape(operation.path())).toList();
    }

    private static Set<String> shapesInOpenApi(String method) {
        return ContractDocument.ofService().operations(method).stream()
                .map(ContractDocument.Operation::shape)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String shape(String path) {
        return path.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "{}");
    }

    /** In every form that cursors of this suite have or had, and with numbers and instants that a store or its driver refuses. */
    private static List<String> madeUpCursors() {
        String id = UUID.randomUUID().toString();
        Stream<String> parts = Stream.of(
                "1e999999",
                "9223372036854775807",
                "0",
                "+1000000-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59.999999999Z",
                "x");
        Stream<byte[]> contents = parts.flatMap(part -> Stream.of(
                        part,
                        part + "\n" + id,
                        part + "\n2147483648\n" + id,
                        "[\"" + part + "\"]",
                        "[\"" + part + "\",\"" + id + "\"]",
                        "[\"" + part + "\",\"" + part + "\",\"" + id + "\"]"))
                .flatMap(text -> {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    byte[] behindNoProof = new byte[12 + bytes.length];
                    System.arraycopy(bytes, 0, behindNoProof, 12, bytes.length);
                    return text.startsWith("[") ? Stream.of(behindNoProof) : Stream.of(bytes);
                });
        return Stream.concat(
                        contents.map(
                                bytes -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)),
                        Stream.of(id, "%", "=", "\u00e9", "A", "-".repeat(1000)))
                .toList();
    }

    private static @Nullable String namedAsInvalid(String url, String name) {
        var answer = asSomebodyWhoMay("GET", url).send();
        return answer != null
                        && answer.statusCode() == 422
                        && answer.body().contains("\"" + name + "\"")
                        && isProblem(answer)
                ? null
                : url + shown(answer);
    }

    private static SentRequest asSomebodyWhoMay(String method, String url) {
        return ContractDocument.asSomebodyWhoMay(SentRequest.of(method, url));
    }

    private void refusedWithoutATrace(Map<String, SentRequest> requests) {
        long before = stored();
        assertThat(notRefused(requests)).isEmpty();
        assertThat(stored()).as("rows stored by bad input").isEqualTo(before);
    }

    private static List<String> notRefused(Map<String, SentRequest> requests) {
        return SentRequest.complaints(requests.entrySet(), request -> {
            var answer = request.getValue().send();
            boolean refused = answer != null
                    && answer.statusCode() >= 400
                    && answer.statusCode() < 500
                    && isProblem(answer)
                    && !answer.body().contains("Exception")
                    && !answer.body().contains("\tat ");
            return refused ? null : request.getKey() + shown(answer);
        });
    }

    private static boolean isProblem(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElse("").startsWith(PROBLEM)
                && answer.body().contains("\"type\":\"urn:polyclinic:problem:");
    }

    private static String shown(@Nullable HttpResponse<String> answer) {
        if (answer == null) return " → connection closed";
        String body = answer.body();
        return " → " + answer.statusCode() + " "
                + answer.headers().firstValue("Content-Type").orElse("") + " "
                + body.substring(0, Math.min(200, body.length()));
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
}
