package polyclinic.commons.testing.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import polyclinic.commons.audit.NamedPatients;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.testing.requests.ContractDocument;
import polyclinic.local.process.Distribution;

/**
 * What each operation of a service's contract answers with. The table stands in {@code src/test/resources/answers.csv}, a line an
 * operation: {@code GET /api/v1/patients/{id};patient}. An operation that is not in the table fails the test, so nobody adds one
 * without saying whose data it shows:
 *
 * <ul>
 *   <li>{@code patient}: its view is {@link PatientData}, which leaves only when an audit entry names the patient;
 *   <li>{@code stream}: bytes, and the code that opens them asks {@link NamedPatients};
 *   <li>{@code none}: no patient's data, with the reason in a third column; nothing in its schema may speak of a patient;
 *   <li>{@code empty}: no body.
 * </ul>
 */
public abstract class AnswerTable {
    private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "patch", "delete");
    /** What is around a view. */
    private static final Set<String> WRAPPERS =
            Set.of("Uni", "Multi", "RestMulti", "Answer", "Page", "List", "CompletionStage");

    private static final Set<String> BYTES = Set.of("Response", "RestResponse", "byte[]", "StreamingOutput", "Buffer");

    /** The name of the file in {@code contracts/openapi}, for example {@code "patient"}. */
    protected abstract String contract();

    /** @param reason given for {@code none} */
    private record Line(String kind, String reason) {}

    @Test
    void every_operation_of_the_contract_is_in_the_table_and_every_line_is_an_operation() {
        assertThat(table().keySet()).isEqualTo(contractOperations().keySet());
    }

    @Test
    void what_shows_a_patient_is_marked_and_nothing_else_is() {
        Map<String, Method> methods = resourceMethods();
        List<String> wrong = new ArrayList<>();
        table().forEach((operation, line) -> {
            Method method = methods.get(operation);
            if (method == null) {
                wrong.add(operation + " has no resource method");
                return;
            }
            String shown = view(method.getGenericReturnType());
            String found = isPatientData(method.getGenericReturnType())
                    ? "patient"
                    : BYTES.contains(shown)
                            ? "stream"
                            : shown.equals("Void") || shown.equals("void") ? "empty" : "none";
            if (!line.kind().equals(found)
                    && !(found.equals("stream") && line.kind().equals("none")))
                wrong.add(operation + " answers with " + shown + ", which is " + found + " and not " + line.kind());
            if (line.kind().equals("none") && line.reason().isBlank()) wrong.add(operation + " gives no reason");
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void a_stream_of_a_patients_bytes_is_looked_at_where_it_is_opened() {
        Map<String, Method> methods = resourceMethods();
        List<String> unlooked = table().entrySet().stream()
                .filter(line -> line.getValue().kind().equals("stream"))
                .map(Map.Entry::getKey)
                .filter(operation -> !looks(Objects.requireNonNull(methods.get(operation), operation)
                        .getDeclaringClass()
                        .getPackageName()))
                .toList();
        assertThat(unlooked).isEmpty();
    }

    @Test
    void what_is_no_patients_data_speaks_of_no_patient() {
        Map<String, JsonNode> operations = contractOperations();
        List<String> wrong = new ArrayList<>();
        table().forEach((operation, line) -> {
            if (!line.kind().equals("none")) return;
            for (String property : properties(
                    Objects.requireNonNull(operations.get(operation), operation).path("responses"), new TreeSet<>()))
                if (property.startsWith("patient") || property.equals("uhid"))
                    wrong.add(operation + " shows " + property);
        });
        assertThat(wrong).isEmpty();
    }

    /** What one service describes is in the document of no other one that shares its code. */
    @Test
    void every_component_of_the_contract_is_used() {
        assertThat(ContractDocument.of(document().toString()).unusedComponents())
                .isEmpty();
    }

    /** Whether code of the package sends {@link PatientData}, or asks for the entry itself. */
    private static boolean looks(String packageName) {
        return code().stream()
                .filter(type -> type.getPackageName().equals(packageName))
                .anyMatch(type -> type.isAssignableTo(PatientData.class)
                        || type.getMethodCallsFromSelf().stream()
                                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(NamedPatients.class))
                        || type.getMethodReferencesFromSelf().stream()
                                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(NamedPatients.class)));
    }

    /** The names of all properties that a part of the contract leads to. */
    private Set<String> properties(JsonNode part, Set<String> seen) {
        Set<String> names = new TreeSet<>();
        for (JsonNode reference : part.findValues("$ref")) {
            String schema = reference.textValue().replaceFirst(".*/", "");
            if (seen.add(schema)) names.addAll(properties(document().at("/components/schemas/" + schema), seen));
        }
        for (JsonNode properties : part.findValues("properties"))
            properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private Map<String, Line> table() {
        Map<String, Line> table = new TreeMap<>();
        try (InputStream csv = getClass().getResourceAsStream("/answers.csv")) {
            assertThat(csv).as("src/test/resources/answers.csv").isNotNull();
            for (String text : new String(csv.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (text.isBlank() || text.startsWith("#")) continue;
                String[] cells = text.split(";", 3);
                assertThat(cells).as(text).hasSizeGreaterThan(1);
                table.put(cells[0].strip(), new Line(cells[1].strip(), cells.length < 3 ? "" : cells[2].strip()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    private Map<String, JsonNode> contractOperations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        document().path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> {
                    if (METHODS.contains(method.getKey()))
                        operations.put(
                                method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), method.getValue());
                }));
        return operations;
    }

    private JsonNode document() {
        try {
            return new ObjectMapper()
                    .readTree(Objects.requireNonNull(Distribution.checkout(), "not within a checkout")
                            .resolve("contracts/openapi/" + contract() + ".json")
                            .toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Method> resourceMethods() {
        Map<String, Method> methods = new TreeMap<>();
        for (JavaClass type : code()) {
            if (!type.isAnnotatedWith(Path.class)) continue;
            Class<?> resource = type.reflect();
            for (Method method : resource.getDeclaredMethods())
                verb(method).ifPresent(verb -> methods.put(verb + " " + path(resource, method), method));
        }
        return methods;
    }

    private static Optional<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value())
                .findFirst();
    }

    private static String path(Class<?> resource, Method method) {
        Path path = method.getAnnotation(Path.class);
        String whole = resource.getAnnotation(Path.class).value() + "/" + (path == null ? "" : path.value());
        // A parameter's pattern is no part of the contract: {id: [0-9]+}.
        return Arrays.stream(whole.split("/"))
                .filter(part -> !part.isEmpty())
                .map(part -> "/" + part.replaceAll("\\{\\s*(\\w+)\\s*:.*}", "{$1}"))
                .collect(Collectors.joining());
    }

    private static boolean isPatientData(Type type) {
        if (type instanceof ParameterizedType of && WRAPPERS.contains(simpleName(of.getRawType())))
            return isPatientData(of.getActualTypeArguments()[0]);
        return type instanceof Class<?> view && PatientData.class.isAssignableFrom(view);
    }

    private static String view(Type type) {
        return type instanceof ParameterizedType of && WRAPPERS.contains(simpleName(of.getRawType()))
                ? view(of.getActualTypeArguments()[0])
                : simpleName(type);
    }

    private static String simpleName(Type type) {
        if (type instanceof ParameterizedType of) return simpleName(of.getRawType());
        return type instanceof Class<?> plain ? plain.getSimpleName() : type.getTypeName();
    }

    private static JavaClasses code() {
        return new ClassFileImporter()
                .importPath(
                        java.nio.file.Path.of(System.getProperty("basedir", "")).resolve("target/classes"));
    }
}
