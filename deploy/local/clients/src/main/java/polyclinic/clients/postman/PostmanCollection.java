package polyclinic.clients.postman;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The contract as a collection (format 2.1): a folder for each group, a request for each operation. Requests are signed in through
 * Keycloak by the collection's variables, which fit the local stack.
 */
final class PostmanCollection {
    static final String SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

    private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "patch", "delete");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final JsonNode contract;

    PostmanCollection(JsonNode contract) {
        this.contract = contract;
    }

    ObjectNode json() {
        ObjectNode collection = JSON.objectNode();
        collection
                .putObject("info")
                .put("name", contract.at("/info/title").asText())
                .put("description", contract.at("/info/description").asText())
                .put("schema", SCHEMA);
        collection.set("auth", auth());
        ArrayNode variables = collection.putArray("variable");
        variable(variables, "baseUrl", "http://localhost:8080");
        variable(variables, "issuer", "http://localhost:8180/realms/polyclinic");
        variable(variables, "clientId", "polyclinic-cli");
        variable(variables, "username", "reception");
        variable(variables, "password", "reception");
        collection.set("item", folders());
        return collection;
    }

    private ArrayNode folders() {
        ContractSchemas schemas = new ContractSchemas(contract);
        Map<String, ArrayNode> requests = new TreeMap<>();
        contract.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(method -> METHODS.contains(method.getKey()))
                .forEach(method -> requests.computeIfAbsent(
                                method.getValue().path("tags").path(0).asText("Others"), group -> JSON.arrayNode())
                        .add(new PostmanRequest(schemas, path.getKey(), method.getKey(), method.getValue()).item())));
        ArrayNode folders = JSON.arrayNode();
        requests.forEach(
                (group, items) -> folders.addObject().put("name", group).set("item", items));
        return folders;
    }

    /** The password of a local account; for another installation Postman's menu has the code flow, whose addresses are here too. */
    private static ObjectNode auth() {
        ObjectNode auth = JSON.objectNode().put("type", "oauth2");
        ArrayNode settings = auth.putArray("oauth2");
        setting(settings, "grant_type", "password_credentials");
        setting(settings, "accessTokenUrl", "{{issuer}}/protocol/openid-connect/token");
        setting(settings, "authUrl", "{{issuer}}/protocol/openid-connect/auth");
        setting(settings, "challengeAlgorithm", "S256");
        setting(settings, "clientId", "{{clientId}}");
        setting(settings, "username", "{{username}}");
        setting(settings, "password", "{{password}}");
        setting(settings, "scope", "openid");
        setting(settings, "client_authentication", "body");
        setting(settings, "addTokenTo", "header");
        return auth;
    }

    private static void setting(ArrayNode settings, String key, String value) {
        settings.addObject().put("key", key).put("value", value).put("type", "string");
    }

    private static void variable(ArrayNode variables, String key, String value) {
        variables.addObject().put("key", key).put("value", value).put("type", "string");
    }
}
