package polyclinic.commons.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Fills in the description that OpenAPI requires of every response, where none was written. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ResponseDescriptionFilter implements OASFilter {
    @Override
    public APIResponse filterAPIResponse(APIResponse response) {
        if (response.getDescription() == null && response.getRef() == null) response.setDescription("Success");
        return response;
    }
}
