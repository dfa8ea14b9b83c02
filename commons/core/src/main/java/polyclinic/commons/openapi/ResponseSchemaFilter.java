package polyclinic.commons.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jspecify.annotations.Nullable;

/**
 * Describes what clients get, not how the code says it: {@code Answer<PatientView>} is a {@code PatientView},
 * {@code Page<PatientView>} a {@code PatientPage}, and {@code @ResponseStatus(201)} is the response's status. A page whose
 * name does not follow from its view is named in {@code polyclinic.openapi.page-names.<View>}, a type that the document names
 * otherwise in {@code polyclinic.openapi.schema-names.<Type>}.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ResponseSchemaFilter implements OASFilter {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String SCHEMA_NAMES = "polyclinic.openapi.schema-names.";
    private static final DotName RESPONSE_STATUS = DotName.createSimple("org.jboss.resteasy.reactive.ResponseStatus");
    private static final DotName PATH = DotName.createSimple("jakarta.ws.rs.Path");

    /** Method and path → status other than 200. */
    private final Map<String, Integer> statuses = new HashMap<>();

    private final IndexView index;

    public ResponseSchemaFilter(IndexView index) {
        this.index = index;
        for (AnnotationInstance status : index.getAnnotations(RESPONSE_STATUS))
            if (status.target().kind() == AnnotationTarget.Kind.METHOD) {
                MethodInfo method = status.target().asMethod();
                statuses.put(operation(method), status.value().asInt());
            }
    }

    @Override
    public Schema filterSchema(Schema schema) {
        String ref = schema.getRef();
        if (ref != null && ref.startsWith(SCHEMAS)) schema.setRef(SCHEMAS + published(target(schema)));
        return schema;
    }

    /** Tags and security come last, whether an annotation names them or not. */
    @Override
    public Operation filterOperation(Operation operation) {
        List<String> tags = operation.getTags();
        List<SecurityRequirement> security = operation.getSecurity();
        operation.setTags(null);
        operation.setSecurity(null);
        operation.setTags(tags);
        operation.setSecurity(security);
        return operation;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null || document.getPaths() == null) return;
        Map<String, Schema> schemas = new TreeMap<>(document.getComponents().getSchemas());
        Map<String, String> names = new HashMap<>();
        schemas.forEach((name, schema) -> {
            Schema view = property(schema, "view");
            Schema items = property(schema, "items");
            if (name.startsWith("Answer") && view != null) names.put(name, target(view));
            else if (name.startsWith("Page") && items != null && property(schema, "next") != null)
                names.put(name, pageName(target(items.getItems())));
        });
        names.forEach((old, name) -> {
            Schema schema = schemas.remove(old);
            if (schema != null && old.startsWith("Page")) schemas.put(name, schema);
        });
        Map<String, Schema> published = new TreeMap<>();
        schemas.forEach((name, schema) -> published.put(published(name), schema));
        document.getComponents().setSchemas(published);
        document.getPaths().getPathItems().forEach((path, item) -> {
            item.getOperations().forEach((method, operation) -> describe(method + " " + path, operation, names));
            sort(item);
        });
        addDetails(document);
    }

    private void addDetails(OpenAPI document) {
        PlainSchemas.inline(document);
        PatchSchemas.add(document);
        SchemaDetails.addProblem(document);
        new OperationDetails(new OperationTable(), document).describe();
        SchemaDetails.prune(document);
        new RequiredMembers(index, ResponseSchemaFilter::published).add(document);
        new SchemaDetails(new Glossary()).describe(document);
    }

    /** By summary, whichever resource has the operation: a document does not change when a resource is split in two. */
    private static void sort(PathItem item) {
        Map<PathItem.HttpMethod, Operation> operations = new TreeMap<>(item.getOperations());
        operations.keySet().forEach(method -> item.setOperation(method, null));
        operations.entrySet().stream()
                .sorted(Comparator.comparing(
                        entry -> String.valueOf(entry.getValue().getSummary()), Comparator.reverseOrder()))
                .forEach(entry -> item.setOperation(entry.getKey(), entry.getValue()));
    }

    private void describe(String key, Operation operation, Map<String, String> names) {
        APIResponses responses = operation.getResponses();
        if (responses == null) return;
        for (APIResponse response : responses.getAPIResponses().values()) {
            if (response.getContent() == null) continue;
            for (MediaType media : response.getContent().getMediaTypes().values()) {
                if (media.getSchema() == null || media.getSchema().getRef() == null) continue;
                String name = names.get(target(media.getSchema()));
                if (name != null) media.getSchema().setRef(SCHEMAS + name);
            }
        }
        Integer status = statuses.get(key);
        if (status != null) responses.setAPIResponses(withStatus(status, responses.getAPIResponses()));
    }

    /** What was said of success is said of this status; a bad request comes last. */
    private static Map<String, APIResponse> withStatus(int status, Map<String, APIResponse> before) {
        Map<String, APIResponse> others = new LinkedHashMap<>(before);
        APIResponse success = others.remove(supposed(status, others));
        APIResponse badRequest = others.remove("400");
        Map<String, APIResponse> after = new LinkedHashMap<>();
        after.put(
                String.valueOf(status),
                OASFactory.createAPIResponse()
                        .content(success == null ? null : success.getContent())
                        .description("Success"));
        after.putAll(others);
        if (badRequest != null) after.put("400", badRequest);
        return after;
    }

    /** Under which status the generator has the success: of a POST that returns nothing it supposes 201. */
    private static String supposed(int status, Map<String, APIResponse> responses) {
        if (responses.containsKey("200")) return "200";
        APIResponse created = responses.get("201");
        return created != null && created.getContent() == null ? "201" : String.valueOf(status);
    }

    private static String published(String type) {
        return ConfigProvider.getConfig()
                .getOptionalValue(SCHEMA_NAMES + type, String.class)
                .orElse(type);
    }

    private static @Nullable Schema property(Schema schema, String name) {
        return schema.getProperties() == null ? null : schema.getProperties().get(name);
    }

    private static String pageName(String view) {
        String noun = view.endsWith("View") ? view.substring(0, view.length() - "View".length()) : view;
        return ConfigProvider.getConfig()
                .getOptionalValue("polyclinic.openapi.page-names." + view, String.class)
                .orElse(noun + "Page");
    }

    private static String target(Schema reference) {
        return reference.getRef().substring(SCHEMAS.length());
    }

    private static String operation(MethodInfo method) {
        String path = value(method.declaringClass().declaredAnnotation(PATH)) + "/" + value(method.annotation(PATH));
        String normal = path.replaceAll("/+", "/").replaceAll("/$", "");
        String verb = method.annotations().stream()
                .map(annotation -> annotation.name().toString())
                .filter(name -> name.matches("jakarta\\.ws\\.rs\\.(GET|PUT|POST|DELETE|PATCH|HEAD)"))
                .map(name -> name.substring("jakarta.ws.rs.".length()))
                .findFirst()
                .orElse("?");
        return verb + " " + normal;
    }

    private static String value(@Nullable AnnotationInstance path) {
        return path == null ? "" : path.value().asString();
    }
}
