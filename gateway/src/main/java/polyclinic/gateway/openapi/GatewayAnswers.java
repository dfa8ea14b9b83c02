package polyclinic.gateway.openapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import polyclinic.gateway.cache.ResponseCache;
import polyclinic.gateway.features.FeatureRoutes;
import polyclinic.gateway.filters.GatewayProblem;

/**
 * What the gateway adds to the answers of each operation: its limits, its refusals and the request's id. Refusals without a form are
 * problems (RFC 9457).
 */
final class GatewayAnswers {

    private static final String RESPONSES = "#/components/responses/";
    private static final String HEADERS = "#/components/headers/";
    private static final String MALFORMED_REQUEST = "MalformedRequest";
    private static final String UNSUPPORTED_MEDIA_TYPE = "UnsupportedMediaType";
    /** A list: the document is compared as text, and a set has another order in each process. */
    private static final List<String> HEADERS_OF_ANSWERS = List.of("X-Request-Id", "RateLimit", "RateLimit-Policy");

    private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "patch", "delete");

    private final JsonObject components;
    private final JsonObject responses;

    private GatewayAnswers(JsonObject document) {
        components = document.getJsonObject("components");
        if (!components.containsKey("responses")) components.put("responses", new JsonObject());
        responses = components.getJsonObject("responses");
    }

    /** Changes the document; returns it. */
    static JsonObject in(JsonObject document, Predicate<String> own) {
        GatewayAnswers answers = new GatewayAnswers(document);
        answers.addComponents();
        Set<String> groups = new TreeSet<>();
        operations(document, (method, path, operation) -> {
            if (FeatureRoutes.of(method, path) != null) answers.addFeatureOff(operation);
            if (ResponseCache.mayKeep(method, path)) addCondition(operation);
            answers.describe(operation, own.test(path));
            operation.getJsonArray("tags", new JsonArray()).forEach(tag -> groups.add(String.valueOf(tag)));
        });
        document.put("tags", tags(document.getJsonArray("tags"), groups));
        return document;
    }

    /** What is done with each operation. */
    private interface Step {
        void take(String method, String path, JsonObject operation);
    }

    private static void operations(JsonObject document, Step each) {
        JsonObject paths = document.getJsonObject("paths");
        for (String path : paths.fieldNames())
            for (String method : paths.getJsonObject(path).fieldNames())
                if (METHODS.contains(method))
                    each.take(
                            method.toUpperCase(Locale.ROOT),
                            path,
                            paths.getJsonObject(path).getJsonObject(method));
    }

    /** Every group that an operation has, with what was said of it. */
    private static JsonArray tags(JsonArray described, Set<String> groups) {
        JsonArray tags = new JsonArray();
        for (String group : groups) {
            JsonObject tag = new JsonObject().put("name", group);
            described.stream()
                    .map(JsonObject.class::cast)
                    .filter(known -> group.equals(known.getString("name")))
                    .forEach(tag::mergeIn);
            tags.add(tag);
        }
        return tags;
    }

    private void addComponents() {
        components.put("headers", new JsonObject("""
                {
                  "RateLimit": {"description": "What is left of the caller's requests, and for how many seconds", "schema": {"type": "string"}},
                  "RateLimit-Policy": {"description": "How many requests a caller has in how many seconds", "schema": {"type": "string"}},
                  "X-Request-Id": {"description": "The client's own, or one that was made", "schema": {"type": "string"}}
                }
                """));
        // The services say more of it; this is for a document without any.
        components
                .getJsonObject("schemas")
                .getMap()
                .putIfAbsent(
                        "Problem",
                        new JsonObject()
                                .put("type", "object")
                                .put("description", "What was refused and why (RFC 9457)"));
        responses.getMap().putIfAbsent(MALFORMED_REQUEST, problem("malformed-request"));
        responses.getMap().putIfAbsent(UNSUPPORTED_MEDIA_TYPE, problem("unsupported-media-type"));
        for (String name : List.copyOf(responses.fieldNames())) {
            JsonObject response = responses.getJsonObject(name);
            if (response.getString("description").contains("malformed-request")) addRefusalsOfRequests(response);
        }
        responses
                .put(
                        "RateLimited",
                        waiting("rate-limited, too-many-open-requests", "Seconds after which the next one is accepted"))
                .put("BadGateway", problem("bad-gateway"))
                .put("GatewayTimeout", problem("gateway-timeout"));
    }

    private void describe(JsonObject operation, boolean own) {
        JsonObject answers = operation.getJsonObject("responses");
        for (String status : List.copyOf(answers.fieldNames())) {
            JsonObject answer = answers.getJsonObject(status);
            if (status.startsWith("2")) addHeaders(answer);
            else if (status.compareTo("400") >= 0) answers.put(status, refusal(status, answer));
        }
        if (!answers.containsKey("400")) answers.put("400", reference(MALFORMED_REQUEST));
        else if (!answers.getJsonObject("400").containsKey("$ref")) addRefusalsOfRequests(answers.getJsonObject("400"));
        if (!answers.containsKey("429")) answers.put("429", reference("RateLimited"));
        if (!own) {
            // Also where no body is asked for: one of a type that nobody knows is refused, not left aside.
            if (!answers.containsKey("415")) answers.put("415", reference(UNSUPPORTED_MEDIA_TYPE));
            answers.put("502", reference("BadGateway")).put("504", reference("GatewayTimeout"));
        }
    }

    /** Where the service's own answer has no ETag, that of the cache has. */
    private static void addCondition(JsonObject operation) {
        JsonObject all = operation.getJsonObject("responses");
        if (all.containsKey("304")) return;
        JsonObject tag = new JsonObject("""
                {"description": "Of this answer, for If-None-Match", "schema": {"type": "string"}}
                """);
        JsonObject success = all.getJsonObject("200");
        success.put(
                "headers", success.getJsonObject("headers", new JsonObject()).put("ETag", tag));
        all.put(
                "304",
                new JsonObject()
                        .put("description", "The client has this answer already")
                        .put("headers", new JsonObject().put("ETag", tag)));
        JsonArray parameters = operation.getJsonArray("parameters", new JsonArray());
        operation.put("parameters", parameters.add(new JsonObject("""
                {
                  "name": "If-None-Match",
                  "in": "header",
                  "description": "An ETag, there is no body while it is the current one",
                  "schema": {"type": "string", "examples": ["\\"3\\""]}
                }
                """)));
    }

    /** A flag switches the operation off. */
    private void addFeatureOff(JsonObject operation) {
        JsonObject all = operation.getJsonObject("responses");
        JsonObject answer = all.getJsonObject("503");
        String shared = answer.getString("$ref");
        String description = shared == null
                ? answer.getString("description")
                : responses.getJsonObject(shared.substring(RESPONSES.length())).getString("description");
        Set<String> slugs = new TreeSet<>(List.of(description.split(", ")));
        slugs.add(GatewayProblem.FEATURE_OFF.slug());
        all.put("503", new JsonObject().put("description", String.join(", ", slugs)));
    }

    /** What is no request is refused whatever it asks for. */
    private static void addRefusalsOfRequests(JsonObject answer) {
        Set<String> slugs =
                new TreeSet<>(List.of(answer.getString("description").split(", ")));
        slugs.addAll(List.of("invalid-path", "malformed-request"));
        answer.put("description", String.join(", ", slugs));
    }

    private static void addHeaders(JsonObject answer) {
        JsonObject headers = answer.getJsonObject("headers", new JsonObject());
        for (String name : HEADERS_OF_ANSWERS) headers.put(name, new JsonObject().put("$ref", HEADERS + name));
        answer.put("headers", headers);
    }

    private static JsonObject refusal(String status, JsonObject answer) {
        if (answer.containsKey("$ref") || answer.containsKey("content")) return answer;
        String description = answer.getString("description");
        return status.equals("429") || status.equals("503")
                ? waiting(description, "Seconds after which it may be tried again")
                : problem(description);
    }

    private static JsonObject waiting(String description, String seconds) {
        return problem(description)
                .put(
                        "headers",
                        new JsonObject()
                                .put(
                                        "Retry-After",
                                        new JsonObject()
                                                .put("description", seconds)
                                                .put("schema", new JsonObject().put("type", "integer"))));
    }

    private static JsonObject problem(String description) {
        return new JsonObject()
                .put("description", description)
                .put(
                        "content",
                        new JsonObject()
                                .put(
                                        "application/problem+json",
                                        new JsonObject()
                                                .put(
                                                        "schema",
                                                        new JsonObject().put("$ref", "#/components/schemas/Problem"))));
    }

    private static JsonObject reference(String response) {
        return new JsonObject().put("$ref", RESPONSES + response);
    }
}
