package polyclinic.clients.postman;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** One operation as a request. What need not be sent is there and switched off. */
final class PostmanRequest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ContractSchemas schemas;
    private final String path;
    private final String method;
    private final JsonNode operation;

    /** @param method in lower case, as the contract has it */
    PostmanRequest(ContractSchemas schemas, String path, String method, JsonNode operation) {
        this.schemas = schemas;
        this.path = path;
        this.method = method;
        this.operation = operation;
    }

    ObjectNode item() {
        ObjectNode request = JSON.objectNode().put("method", method.toUpperCase(Locale.ROOT));
        request.set("header", headers());
        request.set("url", url());
        request.put(
                "description",
                operation.path("description").asText(operation.path("summary").asText()));
        if (operation.path("security").isArray() && operation.path("security").isEmpty())
            request.set("auth", JSON.objectNode().put("type", "noauth"));
        JsonNode content = operation.path("requestBody").path("content");
        if (content.isObject()) request.set("body", body(content));
        ObjectNode item =
                JSON.objectNode().put("name", operation.path("summary").asText());
        item.set("request", request);
        item.set("response", JSON.arrayNode());
        return item;
    }

    private ArrayNode headers() {
        ArrayNode headers = JSON.arrayNode();
        JsonNode content = operation.path("requestBody").path("content");
        String type = content.isObject() ? content.fieldNames().next() : "";
        // Of a form Postman makes the header, which has the boundary.
        if (!type.isEmpty() && !type.startsWith("multipart/"))
            headers.addObject().put("key", "Content-Type").put("value", type);
        for (JsonNode parameter : operation.path("parameters")) {
            JsonNode of = schemas.resolved(parameter);
            if (!of.path("in").asText().equals("header")) continue;
            String name = of.path("name").asText();
            boolean key = name.equals("Idempotency-Key");
            headers.addObject()
                    .put("key", name)
                    .put(
                            "value",
                            key
                                    ? "{{$guid}}"
                                    : schemas.example(of.path("schema")).asText())
                    .put("description", of.path("description").asText())
                    .put("disabled", !key && !of.path("required").asBoolean());
        }
        return headers;
    }

    private ObjectNode url() {
        ObjectNode url = JSON.objectNode();
        url.put("raw", "{{baseUrl}}" + path.replaceAll("\\{(\\w+)}", ":$1"));
        url.putArray("host").add("{{baseUrl}}");
        ArrayNode parts = url.putArray("path");
        for (String part : path.substring(1).split("/")) parts.add(part.replaceAll("\\{(\\w+)}", ":$1"));
        ArrayNode query = JSON.arrayNode();
        ArrayNode variables = JSON.arrayNode();
        for (JsonNode parameter : operation.path("parameters")) {
            JsonNode of = schemas.resolved(parameter);
            ObjectNode value = JSON.objectNode()
                    .put("key", of.path("name").asText())
                    .put("value", text(schemas.example(of.path("schema"))))
                    .put("description", of.path("description").asText());
            if (of.path("in").asText().equals("path")) variables.add(value);
            else if (of.path("in").asText().equals("query"))
                query.add(value.put("disabled", !of.path("required").asBoolean()));
        }
        if (!query.isEmpty()) url.set("query", query);
        if (!variables.isEmpty()) url.set("variable", variables);
        return url;
    }

    private ObjectNode body(JsonNode content) {
        String type = content.fieldNames().next();
        JsonNode schema = content.path(type).path("schema");
        if (type.startsWith("multipart/")) return form(schema);
        if (type.equals("application/x-www-form-urlencoded")) return urlEncoded(schema);
        if (!type.endsWith("+json") && !type.equals("application/json"))
            return JSON.objectNode().put("mode", "file");
        ObjectNode body = JSON.objectNode()
                .put("mode", "raw")
                .put("raw", schemas.example(schema).toPrettyString());
        body.putObject("options").putObject("raw").put("language", "json");
        return body;
    }

    private ObjectNode form(JsonNode schema) {
        ObjectNode body = JSON.objectNode().put("mode", "formdata");
        ArrayNode parts = body.putArray("formdata");
        schemas.resolved(schema).path("properties").properties().forEach(part -> {
            boolean bytes =
                    schemas.resolved(part.getValue()).path("format").asText().equals("binary");
            ObjectNode value = parts.addObject().put("key", part.getKey()).put("type", bytes ? "file" : "text");
            if (!bytes)
                value.put("value", schemas.example(part.getValue()).toString()).put("contentType", "application/json");
        });
        return body;
    }

    private ObjectNode urlEncoded(JsonNode schema) {
        ObjectNode body = JSON.objectNode().put("mode", "urlencoded");
        ArrayNode parts = body.putArray("urlencoded");
        schemas.resolved(schema).path("properties").properties().forEach(part -> parts.addObject()
                .put("key", part.getKey())
                .put("value", text(schemas.example(part.getValue()))));
        return body;
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
