package polyclinic.gateway.proxy;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The path templates of the API, such as {@code /api/v1/patients/{id}}, by which requests are measured: there are as many as the
 * services' contracts name, whatever clients ask for.
 */
final class RouteTemplates {

    static final String UNKNOWN = "unknown";

    private final Node root = new Node();

    /** One segment and what can follow it. */
    private static final class Node {
        final Map<String, Node> literal = new HashMap<>();

        @Nullable
        Node parameter;

        @Nullable
        String template;
    }

    RouteTemplates(List<JsonObject> contracts) {
        contracts.forEach(
                contract -> contract.getJsonObject("paths").fieldNames().forEach(this::add));
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
