package polyclinic.prescription.dispensing.handover;

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
import polyclinic.commons.web.EmptyBody;
import polyclinic.prescription.dispensing.DispenseView;

@Path(DispenseView.PATH + "/{id}/hand-over")
@Tag(ref = "Dispense Resource")
class HandOverResource {
    private final DispenseHandOver handOver;
    private final CurrentCaller caller;

    HandOverResource(DispenseHandOver handOver, CurrentCaller caller) {
        this.handOver = handOver;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({PHARMACIST, ADMIN})
    @Operation(summary = "The patient picks up what was prepared")
    public Uni<Answer<DispenseView>> handOver(@PathParam("id") UUID id, @Valid @NotNull EmptyBody request) {
        return handOver.handOver(id, request, caller.get());
    }
}
