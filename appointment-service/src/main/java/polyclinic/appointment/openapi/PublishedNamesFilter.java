package polyclinic.appointment.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;

/**
 * Keeps names of the published document that no longer follow from the code: an empty body is {@code Nothing}, and the
 * resources of several features share a tag, which {@code @Tag} would put first in an operation instead of last.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class PublishedNamesFilter implements OASFilter {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String EMPTY_BODY = "EmptyBody";
    private static final String PUBLISHED_EMPTY_BODY = "Nothing";

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
    public Schema filterSchema(Schema schema) {
        if ((SCHEMAS + EMPTY_BODY).equals(schema.getRef())) schema.setRef(SCHEMAS + PUBLISHED_EMPTY_BODY);
        return schema;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Map<String, Schema> schemas = new TreeMap<>(document.getComponents().getSchemas());
        Schema emptyBody = schemas.remove(EMPTY_BODY);
        if (emptyBody != null) schemas.put(PUBLISHED_EMPTY_BODY, emptyBody);
        document.getComponents().setSchemas(schemas);
    }
}
