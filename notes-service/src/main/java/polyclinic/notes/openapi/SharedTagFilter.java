package polyclinic.notes.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;

/** The resources of several features share a tag, which {@code @Tag} puts first in an operation; it is published last. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class SharedTagFilter implements OASFilter {
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
}
