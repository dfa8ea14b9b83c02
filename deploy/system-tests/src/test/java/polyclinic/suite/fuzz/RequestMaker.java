package polyclinic.suite.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.suite.fuzz.FuzzContract.Operation;

/** Makes requests for one operation: as the document says, or spoilt in one or several ways. */
final class RequestMaker {

    /**
     * What changes something for everybody, or sends something to the outside: what is sent there is always spoilt beyond taking, so
     * that other tests find the clinic as it was.
     */
    private static final Set<String> NEVER_DONE = Set.of(
            "PUT /api/v1/lab-critical-limits",
            "PUT /api/v1/flags/{name}",
            "POST /api/v1/prices",
            "POST /api/v1/medications/import",
            "POST /api/v1/interactions/import",
            "POST /api/v1/webhooks");

    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private static final List<String> TYPES = List.of(
            "text/plain",
            "application/xml",
            "application/json; charset=utf-16",
            "application/json; charset=nowhere",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "*/*",
            "json",
            "application/json, text/plain",
            "application/vnd.api+json",
            "\u00ff\u00fe");

    private static final List<String> PATH_SEGMENTS = List.of(
            "null",
            "undefined",
            "0",
            "-1",
            "1e9",
            "*",
            "%20",
            "%F0%9F%92%8A",
            "%FF%FE",
            "%27%20OR%20%271%27=%271",
            "%7B%22$ne%22:null%7D",
            "00000000-0000-0000-0000-000000000000",
            "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
            "1-1-1-1-1",
            "a;b=c",
            "%0d%0aX-Injected:%201",
            "%00",
            "%2e%2e%2f%2e%2e",
            "..%2f..",
            "x".repeat(2_000));

    private static final List<String> HEADERS = List.of(
            "Accept: text/html",
            "Accept: application/xml;q=0.1, */*;q=0",
            "Accept: ,,;q=",
            "Accept-Language: \u00ff, xx-YY;q=9",
            "Accept-Encoding: gzip, br;q=1.5, *;q=0",
            "Range: bytes=0-0,5-1,-",
            "Range: items=0-5",
            "If-None-Match: *",
            "If-None-Match: W/\"",
            "If-Modified-Since: yesterday",
            "X-Request-Id: a\tb\u0001",
            "X-Request-Id: ${jndi:ldap://127.0.0.1:1/a}",
            "traceparent: 00-00000000000000000000000000000000-0000000000000000-ff",
            "tracestate: ,,,=",
            "X-Forwarded-For: 10.0.0.1, 127.0.0.1, unknown",
            "X-Forwarded-Proto: https\tX-Injected: 1",
            "X-HTTP-Method-Override: DELETE",
            "Cookie: __Host-polyclinic=forged; a=\u00ff",
            "Origin: null",
            "Origin: https://elsewhere.example",
            "Idempotency-Key: " + "k".repeat(5_000),
            "Idempotency-Key: \u00e4 b",
            "Idempotency-Key:",
            "Prefer: return=minimal\u0000",
            "Upgrade: websocket",
            "Last-Event-ID: 99999999999999999999",
            "X-CSRF-Token: forged",
            "X-Long: " + "h".repeat(20_000));

    private static final List<String> IF_MATCH =
            List.of("*", "\"999\"", "1", "W/\"1\"", "\"\"", "\"1\", \"2\"", "\"99999999999999999999\"", "\u00ff");

    private final FuzzContract contract;
    private final KnownPlaces places;
    private final List<String> methods =
            List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "FOO");

    RequestMaker(FuzzContract contract, KnownPlaces places) {
        this.contract = contract;
        this.places = places;
    }

    /** @param caller in whose name it is sent */
    WireRequest make(Operation operation, FuzzCaller caller, Random random) {
        return new Making(operation, caller, random).make();
    }

    private final class Making {
        private final Operation operation;
        private final FuzzCaller caller;
        private final Random random;
        private final FuzzValues values;
        private final List<String> departures = new ArrayList<>();
        private final List<String> headers = new ArrayList<>();
        private String method;
        private String path;
        private String query = "";
        private byte[] body = new byte[0];

        Making(Operation operation, FuzzCaller caller, Random random) {
            this.operation = operation;
            this.caller = caller;
            this.random = random;
            this.values = new FuzzValues(contract, places, random, !operation.isRead());
            this.method = operation.method();
            this.path = address();
        }

        WireRequest make() {
            if (caller.token() != null) headers.add("Authorization: Bearer " + caller.token());
            JsonNode json = goodBody();
            goodQuery();
            goodHeaders();
            if (NEVER_DONE.contains(operation.name())) {
                noJson(json);
            } else if (random.nextInt(5) > 1) {
                for (int i = random.nextInt(3); i >= 0; i--) spoil(json);
            }
            return new WireRequest(method, path + query, headers, body, caller.name(), departures);
        }

        private String address() {
            String known = random.nextInt(12) == 0 ? null : places.place(operation.path(), !operation.isRead(), random);
            String rest = known == null
                    ? operation.path()
                    : known + operation.path().substring(operation.path().lastIndexOf('}') + 1);
            return PARAMETER.matcher(rest).replaceAll(found -> Matcher.quoteReplacement(parameter(found.group(1))));
        }

        private String parameter(String name) {
            for (JsonNode each : operation.parameters("path"))
                if (each.path("name").asText().equals(name)
                        && !contract.resolve(each.path("schema"))
                                .path("format")
                                .asText()
                                .equals("uuid"))
                    return operation.isRead()
                            ? encoded(values.good(each.path("schema"), name).asText())
                            : "fuzz";
            return name.equals("patientId")
                    ? places.id("patients", !operation.isRead(), random)
                    : KnownPlaces.uuid(random);
        }

        private @Nullable JsonNode goodBody() {
            if (operation.bodies().isEmpty()) return null;
            List<String> types = List.copyOf(operation.bodies().keySet());
            String type = types.contains(MERGE_PATCH) ? MERGE_PATCH : types.get(random.nextInt(types.size()));
            JsonNode schema = Objects.requireNonNull(operation.bodies().get(type));
            if (type.startsWith("multipart/")) {
                multipart();
                return null;
            }
            JsonNode json = values.good(schema, "body");
            headers.add("Content-Type: " + type);
            boolean text = !type.contains("json") || type.contains("ndjson");
            body = text ? json.asText("x").getBytes(StandardCharsets.UTF_8) : FuzzValues.bytes(json);
            return text ? null : json;
        }

        private void multipart() {
            headers.add("Content-Type: multipart/form-data; boundary=fuzz");
            String metadata = "{\"kind\":\"photo\",\"patientId\":\"" + places.id("patients", true, random) + "\"}";
            String part = "--fuzz\r\nContent-Disposition: form-data; name=";
            String text = part + "\"metadata\"\r\nContent-Type: application/json\r\n\r\n"
                    + (random.nextBoolean() ? metadata : values.hostileText())
                    + "\r\n" + part
                    + "\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\u0089PNG\r\n--fuzz"
                    + (random.nextBoolean() ? "--\r\n" : "");
            body = text.getBytes(StandardCharsets.ISO_8859_1);
        }

        private void goodQuery() {
            for (JsonNode parameter : operation.parameters("query")) {
                boolean required = parameter.path("required").asBoolean();
                String name = parameter.path("name").asText();
                if (!required && random.nextInt(4) > 0) continue;
                JsonNode value = values.good(parameter.path("schema"), name);
                for (JsonNode each : value.isArray() ? value : List.of(value)) query(name, encoded(each.asText()));
            }
        }

        private void goodHeaders() {
            if (method.equals("POST") && random.nextInt(4) > 0)
                headers.add("Idempotency-Key: " + new UUID(random.nextLong(), random.nextLong()));
            if (operation.parameters("header").stream()
                    .anyMatch(each -> each.path("name").asText().equals("If-Match"))) {
                String etag = places.etag(path);
                headers.add("If-Match: " + (etag == null ? "\"1\"" : etag));
            }
        }

        private void query(String name, String value) {
            query += (query.isEmpty() ? "?" : "&") + name + "=" + value;
        }

        private void spoil(@Nullable JsonNode json) {
            switch (random.nextInt(json == null ? 6 : 12)) {
                case 0 -> spoilPath();
                case 1, 2 -> spoilQuery();
                case 3, 4 -> header(HEADERS.get(random.nextInt(HEADERS.size())));
                case 5 -> other();
                case 6 -> noJson(json);
                case 7 -> type();
                default -> {
                    departures.add("a field");
                    body = FuzzValues.bytes(values.spoilt(Objects.requireNonNull(json)));
                }
            }
        }

        private void spoilPath() {
            String[] segments = path.split("/");
            List<Integer> ids = new ArrayList<>();
            String[] template = operation.path().split("/");
            for (int i = 0; i < template.length && i < segments.length; i++)
                if (template[i].startsWith("{")) ids.add(i);
            if (ids.isEmpty()) {
                spoilQuery();
                return;
            }
            departures.add("the path");
            segments[ids.get(random.nextInt(ids.size()))] = PATH_SEGMENTS.get(random.nextInt(PATH_SEGMENTS.size()));
            path = String.join("/", segments);
        }

        private void spoilQuery() {
            departures.add("the query");
            List<JsonNode> known = operation.parameters("query");
            String name = known.isEmpty() || random.nextInt(6) == 0
                    ? "surprise"
                    : known.get(random.nextInt(known.size())).path("name").asText();
            switch (random.nextInt(6)) {
                case 0 -> query += (query.isEmpty() ? "?" : "&") + name;
                case 1 -> query(name, "%zz");
                case 2 -> {
                    query(name, "1");
                    query(name, "2");
                }
                default -> {
                    String value = encoded(values.hostileText());
                    query(name, value.length() > 4_000 ? value.substring(0, 4_000) : value);
                }
            }
        }

        private void header(String line) {
            departures.add("a header");
            headers.removeIf(known -> known.startsWith(line.substring(0, line.indexOf(':') + 1)));
            headers.add(line);
        }

        private void other() {
            switch (random.nextInt(4)) {
                case 0 -> {
                    departures.add("the method");
                    method = methods.get(random.nextInt(methods.size()));
                    if (!method.equals("GET") && !method.equals("HEAD") && !method.equals("OPTIONS")) noJson(null);
                }
                case 1 -> {
                    departures.add("If-Match");
                    headers.removeIf(known -> known.startsWith("If-Match:"));
                    if (random.nextInt(4) > 0)
                        headers.add("If-Match: " + IF_MATCH.get(random.nextInt(IF_MATCH.size())));
                }
                case 2 -> header("Accept: application/pdf");
                default -> type();
            }
        }

        private void type() {
            departures.add("the media type");
            headers.removeIf(known -> known.startsWith("Content-Type:"));
            if (random.nextInt(6) > 0) headers.add("Content-Type: " + TYPES.get(random.nextInt(TYPES.size())));
            if (body.length == 0) body = new byte[] {'x'};
        }

        private void noJson(@Nullable JsonNode json) {
            Map.Entry<String, byte[]> spoilt = values.noJson(json == null ? values.good(JSON_OBJECT, "") : json);
            departures.add("body: " + spoilt.getKey());
            body = spoilt.getValue();
        }
    }

    private static final JsonNode JSON_OBJECT =
            JsonNodeFactory.instance.objectNode().put("type", "object");

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
