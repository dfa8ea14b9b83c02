package polyclinic.commons.openapi;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Which named schemas a document's requests and responses lead to. */
final class SchemaReferences {
    static final String PREFIX = "#/components/schemas/";

    private final Map<String, Schema> schemas;
    private final Set<String> requested = new HashSet<>();
    private final Set<String> answered = new HashSet<>();

    SchemaReferences(OpenAPI document) {
        Components components = document.getComponents();
        schemas = components.getSchemas();
        document.getPaths().getPathItems().values().forEach(item -> item.getOperations()
                .values()
                .forEach(this::collect));
        Map<String, APIResponse> shared = components.getResponses();
        if (shared != null) shared.values().forEach(response -> collect(response.getContent(), answered));
    }

    /** Schemas that clients send, in bodies or parameters. */
    Set<String> requested() {
        return requested;
    }

    /** Schemas that clients are answered with. */
    Set<String> answered() {
        return answered;
    }

    static @Nullable String target(@Nullable Schema schema) {
        String ref = schema == null ? null : schema.getRef();
        return ref != null && ref.startsWith(PREFIX) ? ref.substring(PREFIX.length()) : null;
    }

    /** Calls back with each schema that is written in another one, not those that it refers to. */
    static void parts(Schema schema, Consumer<Schema> part) {
        if (schema.getProperties() != null) schema.getProperties().values().forEach(part);
        if (schema.getItems() != null) part.accept(schema.getItems());
        if (schema.getAdditionalPropertiesSchema() != null) part.accept(schema.getAdditionalPropertiesSchema());
        if (schema.getAllOf() != null) schema.getAllOf().forEach(part);
        if (schema.getAnyOf() != null) schema.getAnyOf().forEach(part);
        if (schema.getOneOf() != null) schema.getOneOf().forEach(part);
    }

    private void collect(Operation operation) {
        if (operation.getParameters() != null)
            for (Parameter parameter : operation.getParameters()) collect(parameter.getSchema(), requested);
        if (operation.getRequestBody() != null)
            collect(operation.getRequestBody().getContent(), requested);
        if (operation.getResponses() != null)
            operation
                    .getResponses()
                    .getAPIResponses()
                    .values()
                    .forEach(response -> collect(response.getContent(), answered));
    }

    private void collect(@Nullable Content content, Set<String> found) {
        if (content != null && content.getMediaTypes() != null)
            content.getMediaTypes().values().forEach(media -> collect(media.getSchema(), found));
    }

    private void collect(@Nullable Schema schema, Set<String> found) {
        if (schema == null) return;
        String name = target(schema);
        if (name != null && found.add(name)) collect(schemas.get(name), found);
        parts(schema, part -> collect(part, found));
    }
}
