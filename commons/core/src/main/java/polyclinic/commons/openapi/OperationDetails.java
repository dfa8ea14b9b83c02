package polyclinic.commons.openapi;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * Gives each operation the name and the sentence of the table, the headers that it takes and answers with, and every status with
 * the slugs of its problems: those that follow from its form, and those of the table.
 */
final class OperationDetails {
    private static final String IF_MATCH = "If-Match";
    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final String RANGE = "Range";
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final Set<String> CONTENT = Set.of("POST", "PUT", "PATCH");

    private final OperationTable table;
    private final OpenAPI document;
    private final ProblemResponses problems = new ProblemResponses();

    OperationDetails(OperationTable table, OpenAPI document) {
        this.table = table;
        this.document = document;
    }

    void describe() {
        document.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .forEach((method, operation) -> describe(path, method, operation)));
        Map<String, APIResponse> shared = problems.shared();
        if (!shared.isEmpty()) document.getComponents().setResponses(shared);
    }

    private void describe(String path, PathItem.HttpMethod method, Operation operation) {
        OperationTable.Row row = table.of(method + " " + path);
        if (row == null) return;
        operation.setOperationId(row.id());
        operation.setSummary(row.summary());
        List<Parameter> parameters =
                operation.getParameters() == null ? new ArrayList<>() : new ArrayList<>(operation.getParameters());
        if (method == PathItem.HttpMethod.POST) parameters.add(idempotencyKey());
        Set<String> names = new TreeSet<>();
        for (Parameter parameter : parameters) {
            names.add(parameter.getName());
            // What a PUT makes has no version before.
            if (parameter.getName().equals(IF_MATCH) && method != PathItem.HttpMethod.PUT)
                parameter.setRequired(row.problems().containsKey(428));
            if (parameter.getName().equals("limit")) bound(parameter.getSchema());
        }
        if (!parameters.isEmpty()) operation.setParameters(parameters);
        Map<String, APIResponse> responses = new TreeMap<>();
        operation.getResponses().getAPIResponses().forEach((status, response) -> {
            if (!status.startsWith("2")) return;
            responses.put(status, response);
            addHeaders(response, Integer.parseInt(status), method, names);
        });
        if (names.contains(IF_NONE_MATCH))
            responses.put(
                    "304",
                    OASFactory.createAPIResponse()
                            .description("The client has this version already")
                            .headers(Map.of("ETag", etag())));
        APIResponse whole = responses.get("200");
        if (names.contains(RANGE) && whole != null) responses.put("206", part(whole));
        slugs(path, method, operation, row)
                .forEach((status, slugs) -> responses.put(String.valueOf(status), problems.of(status, slugs)));
        operation.getResponses().setAPIResponses(responses);
    }

    /** Problems by status: what each operation of this form can answer with, and what its row adds. */
    private static Map<Integer, Set<String>> slugs(
            String path, PathItem.HttpMethod method, Operation operation, OperationTable.Row row) {
        boolean body = operation.getRequestBody() != null;
        boolean json = body
                && operation.getRequestBody().getContent() != null
                && operation.getRequestBody().getContent().getMediaTypes().keySet().stream()
                        .anyMatch(type -> type.endsWith("json"));
        Map<Integer, Set<String>> slugs = new TreeMap<>();
        add(slugs, 400, "malformed-request");
        if (json) add(slugs, 400, "malformed-json");
        if (operation.getSecurity() != null && !operation.getSecurity().isEmpty()) {
            add(slugs, 401, "unauthorized");
            add(slugs, 403, "forbidden");
            // No answer leaves without its entry in the trail.
            add(slugs, 503, "audit-unavailable");
        }
        if (path.contains("{")) add(slugs, 404, "not-found");
        add(slugs, 406, "not-acceptable");
        if (CONTENT.contains(method.name()) && body) {
            add(slugs, 413, "too-large");
            add(slugs, 415, "unsupported-media-type");
        }
        // Also where nothing is asked for: no query may hold control characters.
        add(slugs, 422, "invalid-input");
        if (method == PathItem.HttpMethod.POST) {
            add(slugs, 409, "request-in-progress");
            add(slugs, 422, "idempotency-key-reused");
        }
        add(slugs, 503, "unavailable");
        row.problems().forEach((status, own) -> own.forEach(slug -> add(slugs, status, slug)));
        return slugs;
    }

    private static void add(Map<Integer, Set<String>> slugs, int status, String slug) {
        slugs.computeIfAbsent(status, first -> new TreeSet<>()).add(slug);
    }

    private void addHeaders(APIResponse response, int status, PathItem.HttpMethod method, Set<String> parameters) {
        Map<String, Header> headers = new LinkedHashMap<>();
        Schema body = body(response.getContent());
        if (status == 201 || status == 202) headers.put("Location", header("Where it can be read"));
        if (parameters.contains(IF_NONE_MATCH) || has(body, "version") && !has(body, "items"))
            headers.put("ETag", etag());
        if (has(body, "items") && has(body, "next"))
            headers.put("Link", header("The next page as rel=\"next\" (RFC 8288), where there is one"));
        if (method == PathItem.HttpMethod.POST)
            headers.put(
                    "Idempotency-Replayed",
                    header("true where the key had been used for the same request: nothing was done again"));
        if (!headers.isEmpty()) response.setHeaders(headers);
    }

    /** RFC 9110, 15.3.7. */
    private static APIResponse part(APIResponse whole) {
        Map<String, Header> headers = new LinkedHashMap<>();
        if (whole.getHeaders() != null) headers.putAll(whole.getHeaders());
        headers.put("Content-Range", header("Which bytes these are, and of how many"));
        return OASFactory.createAPIResponse()
                .description("The range that was asked for")
                .content(whole.getContent())
                .headers(headers);
    }

    private @Nullable Schema body(@Nullable Content content) {
        if (content == null || content.getMediaTypes() == null) return null;
        return content.getMediaTypes().values().stream()
                .map(media -> SchemaReferences.target(media.getSchema()))
                .map(name -> name == null
                        ? null
                        : document.getComponents().getSchemas().get(name))
                .filter(schema -> schema != null)
                .findFirst()
                .orElse(null);
    }

    private static boolean has(@Nullable Schema schema, String member) {
        return schema != null
                && schema.getProperties() != null
                && schema.getProperties().containsKey(member);
    }

    private static void bound(Schema limit) {
        limit.setMinimum(BigDecimal.ONE);
        limit.setMaximum(BigDecimal.valueOf(200));
        limit.setDefaultValue(50);
    }

    private static Parameter idempotencyKey() {
        return OASFactory.createParameter()
                .name(IDEMPOTENCY_KEY)
                .in(Parameter.In.HEADER)
                .schema(OASFactory.createSchema()
                        .type(List.of(Schema.SchemaType.STRING))
                        .minLength(1)
                        .maxLength(255));
    }

    private static Header etag() {
        return header("The version, for If-Match and If-None-Match");
    }

    private static Header header(String description) {
        return OASFactory.createHeader()
                .description(description)
                .schema(OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING)));
    }
}
