package polyclinic.prescription.inventory.batches;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.PHARMACIST;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;

@Path("/api/v1/inventory/items/{id}/batches")
@Tag(ref = "Inventory Item Resource")
class BatchReceiptResource {
    private final BatchReceipt receipt;
    private final CurrentCaller caller;

    BatchReceiptResource(BatchReceipt receipt, CurrentCaller caller) {
        this.receipt = receipt;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({PHARMACIST, ADMIN})
    @Operation(summary = "Receive a delivery of an item")
    public Uni<Answer<BatchView>> receive(@PathParam("id") UUID id, @Valid @NotNull ReceiveBatch request) {
        return receipt.receive(id, request, caller.get());
    }
}
