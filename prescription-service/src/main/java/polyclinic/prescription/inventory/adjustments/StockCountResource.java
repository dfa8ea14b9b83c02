package polyclinic.prescription.inventory.adjustments;

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
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.prescription.inventory.items.InventoryItemView;

@Path("/api/v1/inventory/items/{id}/count")
@Tag(ref = "Inventory Item Resource")
class StockCountResource {
    private final StockAdjustment adjustment;
    private final CurrentCaller caller;

    StockCountResource(StockAdjustment adjustment, CurrentCaller caller) {
        this.adjustment = adjustment;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({PHARMACIST, ADMIN})
    @Operation(summary = "Correct a batch's stock to what was counted")
    public Uni<Answer<InventoryItemView>> count(@PathParam("id") UUID id, @Valid @NotNull CountStock request) {
        return adjustment.count(id, request, caller.get());
    }
}
