package polyclinic.commons.testing.contracts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.ServiceClient;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;

/**
 * Every operation × every role. The rules stand in {@code src/test/resources/roles.csv}, a line an operation:
 * {@code GET /api/v1/patients/{id};receptionist nurse doctor}. An operation of the service's OpenAPI that is not in the
 * table fails the test, and so does a line without an operation.
 *
 * <p>Every pair of roles has what either has: the operations, and of the {@link #looks} the records and their fields.
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
            "service:prescription.document",
            "service:prescription.document.delete",
            "service:document.text",
            "importer");
    private static final List<String> REACHING_PART = List.of("patient", "doctor");
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private static final String NOBODY = "00000000-0000-7000-8000-000000000000";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    @Test
    void every_operation_is_in_the_table_and_every_line_is_an_operation() {
        Set<String> named = new TreeSet<>(table().keySet());
        named.addAll(withoutSignIn());
        assertThat(named).isEqualTo(operations().keySet());
    }

    /** Operations that are for everybody, and so for no role. */
    protected Set<String> withoutSignIn() {
        return Set.of();
    }

    @Test
    void each_role_has_exactly_the_operations_of_the_table() {
        Map<String, String> types = operations();
        List<Callable<@Nullable String>> calls = new ArrayList<>();
        table().forEach((operation, allowed) -> {
            for (String role : ROLES)
                calls.add(() -> {
                    int status = send(operation, types.getOrDefault(operation, ""), Tokens.of(role))
                            .statusCode();
                    boolean right = status != 401 && status < 500 && (status == 403) != allowed.contains(role);
                    return right ? null : role + " " + operation + " → " + status;
                });
        });
        assertThat(wrong(calls)).isEmpty();
    }

    @Test
    void what_is_no_valid_token_costs_the_identity_provider_nothing() throws Exception {
        String operation = table().keySet().iterator().next();
        Map<String, String> types = operations();
        int before = Identity.requests().size();
        String unsigned = Tokens.unsigned("admin");
        String forged = Tokens.forged("admin");
        String withoutSubject = Tokens.withoutSubject("admin");
        for (int i = 0; i < 20; i++)
            for (String token :
                    List.of("rubbish" + i, "a.b." + i, unsigned, forged, withoutSubject, Tokens.ofUnknownKey("admin")))
                assertThat(send(operation, types.getOrDefault(operation, ""), token)
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
        List<Callable<@Nullable String>> calls = new ArrayList<>();
        List<String> tokens = Arrays.asList(
                null,
                "rubbish",
                Tokens.expired("admin"),
                Tokens.forged("admin"),
                Tokens.unsigned("admin"),
                Tokens.wrongAudience("admin"));
        for (String operation : table().keySet())
            for (String token : tokens)
                calls.add(() -> {
                    HttpResponse<Void> response = send(operation, types.getOrDefault(operation, ""), token);
                    String type = response.headers().firstValue("Content-Type").orElse("");
                    boolean right = response.statusCode() == 401 && type.startsWith("application/problem+json");
                    return right ? null : operation + " with " + token + " → " + response.statusCode() + " " + type;
                });
        assertThat(wrong(calls)).isEmpty();
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

    @Test
    void two_roles_have_the_operations_that_either_has() {
        Map<String, String> types = operations();
        List<Callable<@Nullable String>> calls = new ArrayList<>();
        for (Set<String> pair : pairs()) {
            String token = Tokens.withRoles("somebody", pair, Map.of());
            table().forEach((operation, allowed) -> calls.add(() -> {
                int status = send(operation, types.getOrDefault(operation, ""), token)
                        .statusCode();
                boolean granted = pair.stream().anyMatch(allowed::contains);
                boolean right = status != 401 && status < 500 && (status == 403) != granted;
                return right ? null : pair + " " + operation + " → " + status;
            }));
        }
        assertThat(wrong(calls)).isEmpty();
    }

    @Test
    void two_roles_reach_what_either_reaches_and_no_more() {
        UUID patient = ownPatient();
        String user = "somebody-" + patient;
        List<Look> looks = looks(user, patient);
        Map<String, Object> claims = Map.of("patient_id", patient.toString());
        Map<String, List<Look.Sight>> alone = new TreeMap<>();
        for (String role : ROLES) alone.put(role, sights(looks, Tokens.withRoles(user, Set.of(role), claims)));
        for (String role : REACHING_PART)
            refusedLooksAreRecorded(user, role, looks, Objects.requireNonNull(alone.get(role)));
        List<String> wrong = new ArrayList<>();
        for (Set<String> pair : pairs()) {
            if (pair.stream().noneMatch(REACHING_PART::contains)) continue;
            List<Look.Sight> both = sights(looks, Tokens.withRoles(user, pair, claims));
            for (int i = 0; i < looks.size(); i++) {
                int look = i;
                Look.Sight either = pair.stream()
                        .map(role -> Objects.requireNonNull(alone.get(role)).get(look))
                        .reduce(Look.Sight::and)
                        .orElseThrow();
                if (!both.get(i).equals(either))
                    wrong.add(pair + " " + looks.get(i) + " → " + both.get(i) + " instead of " + either);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** What the rules kept from sight is in the trail, as an attempt of this person on that record or patient. */
    private static void refusedLooksAreRecorded(String user, String role, List<Look> looks, List<Look.Sight> sights) {
        for (int i = 0; i < looks.size(); i++) {
            if (sights.get(i).reached()) continue;
            Look look = looks.get(i);
            TopicClient.await(
                    "audit.entries",
                    entry -> entry.text("outcome").equals("denied")
                            && entry.json().at("/actor/subject").asText().equals(Tokens.subject(user))
                            && entry.json().at("/actor/roles/0").asText().equals(role)
                            && (look.names(entry.text("entityId")) || look.names(entry.text("patientId"))));
        }
    }

    /** The record of one who is a patient and a doctor. */
    protected UUID ownPatient() {
        return StubServices.registeredPatient();
    }

    /**
     * Requests for records of one who is a patient and a doctor: their own record, one in their care, another's.
     *
     * @param user whose account is the doctor's too
     * @param patient their own record
     */
    protected List<Look> looks(String user, UUID patient) {
        return List.of();
    }

    private static List<Set<String>> pairs() {
        List<Set<String>> pairs = new ArrayList<>();
        for (int a = 0; a < ROLES.size(); a++)
            for (int b = a + 1; b < ROLES.size(); b++) pairs.add(new TreeSet<>(List.of(ROLES.get(a), ROLES.get(b))));
        return pairs;
    }

    private static List<Look.Sight> sights(List<Look> looks, String token) {
        return Concurrently.inTurn(looks.stream()
                .<Callable<Look.Sight>>map(look -> () -> {
                    HttpRequest.Builder request =
                            request(look.path(), token).header("Content-Type", "application/json");
                    if (look.ifMatch() != null) request.header("If-Match", look.ifMatch());
                    return Look.Sight.of(HTTP.send(
                            request.method(look.method(), body(look.body())).build(),
                            HttpResponse.BodyHandlers.ofString()));
                })
                .toList());
    }

    private static List<String> wrong(List<Callable<@Nullable String>> calls) {
        return Concurrently.inTurn(calls).stream().filter(Objects::nonNull).toList();
    }

    private static HttpResponse<Void> send(String operation, String contentType, @Nullable String token)
            throws Exception {
        String[] words = operation.split(" ");
        HttpRequest.Builder request = request(words[1].replaceAll("\\{[^}]+}", NOBODY), token);
        boolean form = contentType.startsWith("multipart/");
        if (form) request.header("Content-Type", "multipart/form-data; boundary=x");
        else if (!contentType.isEmpty()) request.header("Content-Type", contentType);
        String sent = form
                ? "--x\r\nContent-Disposition: form-data; name=\"nothing\"\r\n\r\nnothing\r\n--x--\r\n"
                : contentType.isEmpty() ? null : "{}";
        return HTTP.send(request.method(words[0], body(sent)).build(), HttpResponse.BodyHandlers.discarding());
    }

    private static HttpRequest.Builder request(String path, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
                .timeout(Duration.ofSeconds(30));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private static HttpRequest.BodyPublisher body(@Nullable String text) {
        return text == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(text);
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
