package polyclinic.clients.postman;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import java.util.TreeSet;

/** The contract's references and examples. */
final class ContractSchemas {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final JsonNode contract;

    ContractSchemas(JsonNode contract) {
        this.contract = contract;
    }

    JsonNode resolved(JsonNode part) {
        return part.has("$ref") ? contract.at(part.path("$ref").asText().substring(1)) : part;
    }

    /** An example of what is sent: of an object the members that are needed. */
    JsonNode example(JsonNode use) {
        JsonNode schema = resolved(use);
        if (schema.path("examples").has(0)) return schema.path("examples").get(0);
        if (schema.path("enum").has(0)) return schema.path("enum").get(0);
        if (schema.path("anyOf").has(0)) return example(schema.path("anyOf").get(0));
        JsonNode type = schema.path("type");
        return switch (type.isArray() ? type.path(0).asText() : type.asText()) {
            case "object" -> object(schema);
            case "array" -> JSON.arrayNode().add(example(schema.path("items")));
            case "boolean" -> JSON.booleanNode(false);
            case "integer", "number" -> JSON.numberNode(1);
            default -> TextNode.valueOf("text");
        };
    }

    private ObjectNode object(JsonNode schema) {
        Set<String> needed = new TreeSet<>();
        schema.path("required").forEach(name -> needed.add(name.asText()));
        ObjectNode object = JSON.objectNode();
        schema.path("properties").properties().forEach(member -> {
            if (needed.contains(member.getKey())) object.set(member.getKey(), example(member.getValue()));
        });
        return object;
    }
}
