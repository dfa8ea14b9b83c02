package polyclinic.clients.postman;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PostmanCollectionTest {
    private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "patch", "delete");

    @Test
    void every_operation_is_in_the_collection_once() throws IOException {
        JsonNode contract = Postman.contract();
        List<String> operations = new ArrayList<>();
        contract.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(method -> METHODS.contains(method.getKey()))
                .forEach(method -> operations.add(method.getKey().toUpperCase(Locale.ROOT) + " {{baseUrl}}"
                        + path.getKey().replace("{", ":").replace("}", ""))));

        List<String> requests = requests(new PostmanCollection(contract).json()).stream()
                .map(request -> request.path("method").asText() + " "
                        + request.path("url").path("raw").asText())
                .toList();

        assertThat(requests).hasSizeGreaterThan(200).containsExactlyInAnyOrderElementsOf(operations);
    }

    /** What Postman's schema of the format asks for and its import would refuse. */
    @Test
    void the_collection_has_the_form_that_postman_imports() throws IOException {
        JsonNode collection = new PostmanCollection(Postman.contract()).json();

        assertThat(collection.at("/info/schema").asText()).isEqualTo(PostmanCollection.SCHEMA);
        assertThat(collection.at("/info/name").asText()).isNotEmpty();
        assertThat(collection.at("/auth/type").asText()).isEqualTo("oauth2");
        for (JsonNode setting : collection.at("/auth/oauth2"))
            assertThat(setting.path("key").asText()).isNotEmpty();
        for (JsonNode folder : collection.path("item")) {
            assertThat(folder.path("name").asText()).isNotEmpty();
            for (JsonNode item : folder.path("item")) hasForm(item);
        }
    }

    @Test
    void a_change_is_sent_with_what_it_needs() throws IOException {
        JsonNode booking = requests(new PostmanCollection(Postman.contract()).json()).stream()
                .filter(request -> request.path("method").asText().equals("POST")
                        && request.path("url").path("raw").asText().endsWith("/api/v1/appointments"))
                .findFirst()
                .orElseThrow();

        assertThat(booking.path("header").findValuesAsText("value")).contains("application/json", "{{$guid}}");
        assertThat(booking.path("body").path("raw").asText()).contains("patientId", "doctorId", "start");
    }

    private static void hasForm(JsonNode item) {
        JsonNode request = item.path("request");
        assertThat(item.path("name").asText()).as(item.toString()).isNotEmpty();
        assertThat(item.path("response").isArray()).isTrue();
        assertThat(request.path("header").isArray()).isTrue();
        for (JsonNode header : request.path("header")) {
            assertThat(header.path("key").asText()).isNotEmpty();
            assertThat(header.path("value").isTextual()).as(header.toString()).isTrue();
        }
        assertThat(request.path("url").path("host").get(0).asText()).isEqualTo("{{baseUrl}}");
        List<String> variables = request.path("url").path("variable").findValuesAsText("key");
        for (JsonNode part : request.path("url").path("path"))
            if (part.asText().startsWith(":"))
                assertThat(variables).contains(part.asText().substring(1));
        if (request.has("body"))
            assertThat(Set.of("raw", "file", "formdata", "urlencoded"))
                    .contains(request.path("body").path("mode").asText());
    }

    private static List<JsonNode> requests(JsonNode collection) {
        List<JsonNode> requests = new ArrayList<>();
        for (JsonNode folder : collection.path("item"))
            for (JsonNode item : folder.path("item")) requests.add(item.path("request"));
        return requests;
    }
}
