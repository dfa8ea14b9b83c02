package polyclinic.prescription.inventory.batches;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PHARMACIST;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import polyclinic.commons.web.Answer;

@Path("/api/v1/inventory/batches")
@Tag(ref = "Inventory Item Resource")
class BatchResource {
    private final BatchRecall recall;
    private final BatchQueries queries;

    BatchResource(BatchRecall recall, BatchQueries queries) {
        this.recall = recall;
        this.queries = queries;
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PHARMACIST, ADMIN, DOCTOR, NURSE})
    public Uni<Answer<BatchView>> get(@PathParam("id") UUID id) {
        return queries.get(id);
    }

    @POST
    @Path("/{id}/recall")
    @RolesAllowed({PHARMACIST, ADMIN})
    @Operation(summary = "Recall a batch: none of it is dispensed any more")
    public Uni<Answer<BatchView>> recall(@PathParam("id") UUID id, @Valid @NotNull RecallBatch request) {
        return recall.recall(id, request);
    }
}
