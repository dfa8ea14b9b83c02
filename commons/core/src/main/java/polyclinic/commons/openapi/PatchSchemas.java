package polyclinic.commons.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of JSON merge patches (RFC 7396): the members of the request that makes the thing, each of which may be absent, and
 * null where it can be removed. The patch of a {@code TaskView} is a {@code TaskPatch}.
 */
final class PatchSchemas {
    private static final String VIEW = "View";

    private PatchSchemas() {}

    static void add(OpenAPI document) {
        Map<String, Schema> schemas = new TreeMap<>(document.getComponents().getSchemas());
        for (PathItem item : document.getPaths().getPathItems().values()) {
            Operation patch = item.getPATCH();
            String view = patch == null ? null : answered(patch);
            if (patch == null || view == null || patch.getRequestBody() == null) continue;
            for (MediaType media :
                    patch.getRequestBody().getContent().getMediaTypes().values()) {
                String name = (view.endsWith(VIEW) ? view.substring(0, view.length() - VIEW.length()) : view) + "Patch";
                String target = String.valueOf(SchemaReferences.target(media.getSchema()));
                Schema request = schemas.get(target);
                // Two media types may have one and the same schema here.
                if (request == null || request.getProperties() == null || target.equals(name)) continue;
                schemas.put(name, patch(request, schemas));
                media.setSchema(OASFactory.createSchema().ref(SchemaReferences.PREFIX + name));
            }
            patch.getRequestBody().setRequired(true);
        }
        document.getComponents().setSchemas(schemas);
    }

    private static @Nullable String answered(Operation operation) {
        APIResponse success = operation.getResponses().getAPIResponse("200");
        if (success == null || success.getContent() == null) return null;
        return success.getContent().getMediaTypes().values().stream()
                .map(media -> SchemaReferences.target(media.getSchema()))
                .findFirst()
                .orElse(null);
    }

    private static Schema patch(Schema request, Map<String, Schema> all) {
        Set<String> needed = request.getRequired() == null ? Set.of() : Set.copyOf(request.getRequired());
        Map<String, Schema> members = new LinkedHashMap<>();
        request.getProperties()
                .forEach((name, member) -> members.put(name, needed.contains(name) ? member : removable(member, all)));
        return OASFactory.createSchema()
                .type(List.of(Schema.SchemaType.OBJECT))
                .description("A JSON merge patch (RFC 7396): what is absent stays as it is, null removes")
                .properties(members);
    }

    private static Schema removable(Schema member, Map<String, Schema> all) {
        if (member.getRef() == null) {
            Schema copy = PlainSchemas.copy(member);
            if (copy.getType() != null) copy.addType(Schema.SchemaType.NULL);
            return copy;
        }
        return OASFactory.createSchema()
                .description(member.getDescription())
                .anyOf(List.of(
                        OASFactory.createSchema().ref(member.getRef()),
                        OASFactory.createSchema().type(List.of(Schema.SchemaType.NULL))));
    }
}
