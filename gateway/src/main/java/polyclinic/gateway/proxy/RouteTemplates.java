package polyclinic.gateway.proxy;

import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The path templates of the API, such as {@code /api/v1/patients/{id}}, by which requests are measured: there are as many as the
 * services' contracts name, whatever clients ask for. They are those of the contracts that the gateway was built with, so that its
 * series do not depend on which service answered at its start.
 */
@Singleton
class RouteTemplates {

    static final String UNKNOWN = "unknown";

    private static final List<String> CONTRACTS =
            List.of("patient", "appointment", "prescription", "billing", "notes", "asset", "audit");

    private final Node root = new Node();

    /** One segment and what can follow it. */
    private static final class Node {
        final Map<String, Node> literal = new HashMap<>();

        @Nullable
        Node parameter;

        @Nullable
        String template;
    }

    RouteTemplates() {
        for (String contract : CONTRACTS)
            read(contract).getJsonObject("paths").fieldNames().forEach(this::add);
    }

    private static JsonObject read(String contract) {
        String name = "/contracts/" + contract + ".json";
        try (InputStream file = RouteTemplates.class.getResourceAsStream(name)) {
            if (file == null) throw new IllegalStateException("the gateway was built without " + name);
            return new JsonObject(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String template) {
        Node node = root;
        for (String segment : segments(template)) {
            if (!segment.startsWith("{")) node = node.literal.computeIfAbsent(segment, first -> new Node());
            else if (node.parameter == null) node = node.parameter = new Node();
            else node = node.parameter;
        }
        node.template = template;
    }

    /** The template of a path, or {@link #UNKNOWN}. */
    String of(String path) {
        String template = find(root, segments(path), 0);
        return template == null ? UNKNOWN : template;
    }

    /** What is named goes before a parameter (OpenAPI 3.1, Paths Object). */
    private static @Nullable String find(Node node, String[] segments, int at) {
        if (at == segments.length) return node.template;
        Node literal = node.literal.get(segments[at]);
        String named = literal == null ? null : find(literal, segments, at + 1);
        if (named != null || node.parameter == null) return named;
        return find(node.parameter, segments, at + 1);
    }

    private static String[] segments(String path) {
        return path.substring(1).split("/", -1);
    }
}
