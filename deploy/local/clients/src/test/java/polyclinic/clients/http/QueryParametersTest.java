package polyclinic.clients.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The programs ask by parameters that there are. A service takes no notice of one that it does not know, so a wrong one asks for all
 * that there is, and nobody is told.
 */
class QueryParametersTest {
    private static final String API = "/api/v1";

    /** The gateway's own, which are in no service's contract. */
    private static final Map<String, Set<String>> GATEWAY = Map.of(
            "/changes", Set.of("after", "limit", "topics"),
            "/stream", Set.of("after", "present", "topics"));

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
    private static final Pattern PARAMETER = Pattern.compile("[?&]([A-Za-z]+)=([a-z_]+(?=&|$))?");

    /** Path → name → values, empty for any. */
    private final Map<String, Map<String, Set<String>>> operations = operations();

    @Test
    void every_query_in_the_sources_has_parameters_and_values_of_the_contracts() throws IOException {
        List<String> unknown = new ArrayList<>();
        int found = 0;
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList())
                for (MatchResult literal :
                        LITERAL.matcher(Files.readString(source)).results().toList()) {
                    if (!PARAMETER.matcher(literal.group(1)).find()) continue;
                    found++;
                    unknown(literal.group(1)).forEach(name -> unknown.add(source.getFileName() + ": " + name));
                }
        }
        assertThat(unknown).isEmpty();
        assertThat(found).isGreaterThan(40);
    }

    @ParameterizedTest
    @CsvSource({
        "/shifts?open=true, open",
        "/shifts?status=opened, status=opened",
        "/shifts?status=open, ",
        "/audit?action=create&from=, ",
        "/audit?action=create&since=, since",
        "/slots?from=, ",
        "?patientId=, ",
        "&patient=, patient",
        "/nothing?limit=, /nothing"
    })
    void a_parameter_that_no_operation_has_is_told(String query, @Nullable String told) {
        assertThat(unknown(query)).isEqualTo(told == null ? Set.of() : Set.of(told));
    }

    /** What the operation, or any where the text does not say which, does not know. */
    private Set<String> unknown(String query) {
        String path = query.replaceFirst("[?&].*", "").replaceFirst("^" + API, "");
        Map<String, Set<String>> known = new HashMap<>();
        operations.forEach((operation, parameters) -> {
            if (!path.startsWith("/") || operation.endsWith(path))
                parameters.forEach((name, values) -> known.merge(name, values, QueryParametersTest::either));
        });
        if (known.isEmpty()) return Set.of(path);
        Set<String> unknown = new TreeSet<>();
        Matcher parameters = PARAMETER.matcher(query);
        while (parameters.find()) {
            String name = parameters.group(1);
            String value = parameters.group(2);
            Set<String> values = known.get(name);
            if (values == null) unknown.add(name);
            else if (value != null && !values.isEmpty() && !values.contains(value)) unknown.add(name + "=" + value);
        }
        return unknown;
    }

    private static Set<String> either(Set<String> one, Set<String> other) {
        if (one.isEmpty() || other.isEmpty()) return Set.of();
        Set<String> both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }

    private static Map<String, Map<String, Set<String>>> operations() {
        Map<String, Map<String, Set<String>>> operations = new HashMap<>();
        GATEWAY.forEach((path, names) -> names.forEach(
                name -> operations.computeIfAbsent(path, any -> new HashMap<>()).put(name, Set.of())));
        try (Stream<Path> contracts = Files.list(Path.of("../../../contracts/openapi"))) {
            for (Path file : contracts.toList()) {
                JsonNode contract = JsonNodes.MAPPER.readTree(Files.readAllBytes(file));
                contract.path("paths").properties().forEach(path -> {
                    Map<String, Set<String>> parameters = operations.computeIfAbsent(
                            path.getKey().substring(API.length()).replaceAll("\\{\\w+}", "*"), any -> new HashMap<>());
                    path.getValue()
                            .forEach(operation -> operation.path("parameters").forEach(parameter -> {
                                if (parameter.path("in").asText().equals("query"))
                                    parameters.merge(
                                            parameter.path("name").asText(),
                                            values(contract, parameter.path("schema")),
                                            QueryParametersTest::either);
                            }));
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return operations;
    }

    private static Set<String> values(JsonNode contract, JsonNode schema) {
        Set<String> values = new HashSet<>();
        String reference = schema.path("$ref").asText();
        JsonNode said = reference.isEmpty() ? schema : contract.at(reference.substring(1));
        said.path("enum").forEach(value -> values.add(value.asText()));
        return values;
    }
}
