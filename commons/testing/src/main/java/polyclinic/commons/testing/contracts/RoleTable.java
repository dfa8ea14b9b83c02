package polyclinic.commons.testing.contracts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.ServiceClient;
import polyclinic.commons.testing.web.Tokens;

/**
 * Every operation × every role. The rules stand in {@code src/test/resources/roles.csv}, a line an operation:
 * {@code GET /api/v1/patients/{id};receptionist nurse doctor}. An operation of the service's OpenAPI that is not in the
 * table fails the test, and so does a line without an operation.
 */
public abstract class RoleTable {
    private static final List<String> ROLES = List.of(
            "patient",
            "receptionist",
            "nurse",
            "doctor",
            "pharmacist",
            "lab_technician",
            "cashier",
            "auditor",
            "admin",
            "service");
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    @Test
    void every_operation_is_in_the_table_and_every_line_is_an_operation() {
        assertThat(table().keySet()).isEqualTo(operations().keySet());
    }

    @Test
    void each_role_has_exactly_the_operations_of_the_table() {
        Map<String, String> types = operations();
        List<String> wrong = new ArrayList<>();
        table().forEach((operation, allowed) -> {
            for (String role : ROLES) {
                int status = call(operation, types.getOrDefault(operation, ""), Tokens.of(role))
                        .statusCode();
                boolean refused = status == 403;
                if (status == 401 || status >= 500 || refused == allowed.contains(role))
                    wrong.add(role + " " + operation + " → " + status);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void what_is_no_valid_token_costs_the_identity_provider_nothing() {
        String operation = table().keySet().iterator().next();
        Map<String, String> types = operations();
        int before = Identity.requests().size();
        for (int i = 0; i < 20; i++)
            for (String token : List.of(
                    "rubbish" + i,
                    "a.b." + i,
                    Tokens.unsigned("admin"),
                    Tokens.forged("admin"),
                    Tokens.withoutSubject("admin"),
                    Tokens.ofUnknownKey("admin")))
                assertThat(call(operation, types.getOrDefault(operation, ""), token)
                                .statusCode())
                        .as("%s with %s", operation, token)
                        .isEqualTo(401);

        List<String> asked = Identity.requests().stream().skip(before).toList();
        assertThat(asked)
                .as("at most the key set, once, for a key that it may hold meanwhile")
                .isSubsetOf("/realms/polyclinic/certs")
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void every_operation_refuses_a_token_that_is_not_valid() {
        Map<String, String> types = operations();
        List<String> wrong = new ArrayList<>();
        List<String> tokens = Arrays.asList(
                null,
                "rubbish",
                Tokens.expired("admin"),
                Tokens.forged("admin"),
                Tokens.unsigned("admin"),
                Tokens.wrongAudience("admin"));
        for (String operation : table().keySet())
            for (String token : tokens) {
                Response response = call(operation, types.getOrDefault(operation, ""), token);
                if (response.statusCode() != 401 || !response.contentType().startsWith("application/problem+json"))
                    wrong.add(operation + " with " + token + " → " + response.statusCode() + " "
                            + response.contentType());
            }
        assertThat(wrong).isEmpty();
    }

    /** Neither as it is written nor in another spelling, of which Vert.x knows many. */
    @Test
    void nothing_of_the_management_interface_is_served_beside_the_operations() {
        for (String path : List.of(
                "/q", "/q/health", "/q/health/ready", "/q/metrics", "/q/openapi", "/%71/metrics", "/./q/metrics"))
            assertThat(given().urlEncodingEnabled(false).get(path).statusCode())
                    .as(path)
                    .isEqualTo(404);
        assertThat(ServiceClient.management().get("/q/metrics").statusCode()).isEqualTo(200);
    }

    private static Response call(String operation, String contentType, @Nullable String token) {
        String[] words = operation.split(" ");
        String path = words[1].replaceAll("\\{[^}]+}", "00000000-0000-7000-8000-000000000000");
        RequestSpecification request = given().redirects().follow(false);
        if (token != null) request.header("Authorization", "Bearer " + token);
        if (contentType.startsWith("multipart/")) request.multiPart("nothing", "nothing");
        else if (!contentType.isEmpty()) request.contentType(contentType).body("{}");
        return request.request(words[0], path);
    }

    private Map<String, Set<String>> table() {
        Map<String, Set<String>> table = new TreeMap<>();
        try (InputStream csv = getClass().getResourceAsStream("/roles.csv")) {
            assertThat(csv).as("src/test/resources/roles.csv").isNotNull();
            for (String line : new String(csv.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.isBlank() || line.startsWith("#")) continue;
                String[] cells = line.split(";", 2);
                Set<String> allowed = new TreeSet<>(List.of(cells[1].strip().split("\\s+")));
                assertThat(ROLES).as(line).containsAll(allowed);
                table.put(cells[0].strip(), allowed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    /** Operation → content type of its body ("" when it has none), from the service's own OpenAPI. */
    private static Map<String, String> operations() {
        Map<String, String> operations = new LinkedHashMap<>();
        try {
            JsonNode paths = new ObjectMapper()
                    .readTree(ServiceClient.management()
                            .queryParam("format", "json")
                            .get("/q/openapi")
                            .asString())
                    .get("paths");
            Map<String, String> sorted = new TreeMap<>();
            paths.properties().forEach(path -> path.getValue().properties().forEach(method -> {
                if (!METHODS.contains(method.getKey())) return;
                var bodies =
                        method.getValue().path("requestBody").path("content").fieldNames();
                sorted.put(
                        method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                        bodies.hasNext() ? bodies.next() : "");
            }));
            operations.putAll(sorted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return operations;
    }
}
