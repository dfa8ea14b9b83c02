package polyclinic.commons.testing.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.web.ServiceClient;

/**
 * Every field of a request that names something else ({@code …Id}, {@code …Ids} in the service's OpenAPI): a subclass shows
 * that naming nothing there is refused, or says why it is not looked at. A new field that is in neither list fails the test.
 */
public abstract class ReferenceTable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Names nothing of this suite, but what another system keeps. */
    private static final String OF_ANOTHER_SYSTEM = ".externalId";

    /**
     * A field that is looked at.
     *
     * @param field as {@code DraftNote.encounterId}
     * @param slug of the problem (422) when it names nothing
     * @param request sends a request that is good but for this id
     */
    public record Reference(String field, String slug, Function<UUID, Response> request) {}

    protected abstract List<Reference> checked();

    /** Fields that are not looked at, and why. */
    protected abstract Map<String, String> exempt();

    @Test
    void every_reference_of_a_request_is_looked_at_or_says_why_not() {
        Set<String> known = Stream.concat(checked().stream().map(Reference::field), exempt().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(known).isEqualTo(references());
    }

    @Test
    void what_names_nothing_is_refused() {
        List<String> wrong = new ArrayList<>();
        for (Reference reference : checked()) {
            Response response = reference.request().apply(UUID.randomUUID());
            if (response.statusCode() != 422
                    || !("urn:polyclinic:problem:" + reference.slug()).equals(response.<String>path("type")))
                wrong.add(reference.field() + " → " + response.statusCode() + " " + response.asString());
        }
        assertThat(wrong).isEmpty();
    }

    private static Set<String> references() {
        JsonNode document = openApi();
        Set<String> found = new TreeSet<>();
        for (JsonNode path : document.path("paths"))
            for (JsonNode operation : path)
                for (JsonNode body : operation.path("requestBody").path("content"))
                    collect(document, body.path("schema"), "body", new HashSet<>(), found);
        found.removeIf(field -> field.endsWith(OF_ANOTHER_SYSTEM));
        return found;
    }

    private static JsonNode openApi() {
        try {
            return JSON.readTree(ServiceClient.management()
                    .queryParam("format", "json")
                    .get("/q/openapi")
                    .asString());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(
            JsonNode document, JsonNode schema, String name, Set<String> visited, Set<String> found) {
        if (schema.isMissingNode()) return;
        if (schema.has("$ref")) {
            String target = schema.get("$ref").asText().replaceFirst(".*/", "");
            if (visited.add(target))
                collect(document, document.at("/components/schemas/" + target), target, visited, found);
            return;
        }
        for (String combination : List.of("allOf", "anyOf", "oneOf"))
            for (JsonNode part : schema.path(combination)) collect(document, part, name, visited, found);
        collect(document, schema.path("items"), name, visited, found);
        schema.path("properties").properties().forEach(property -> {
            if (property.getKey().matches(".*Ids?")) found.add(name + "." + property.getKey());
            collect(document, property.getValue(), name, visited, found);
        });
    }
}
