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
import polyclinic.prescription.dispensing.DispenseView;

@Path(DispenseView.PATH + "/{id}/return")
@Tag(ref = "Dispense Resource")
class ReturnResource {
    private final DispenseReturn returns;
    private final CurrentCaller caller;

    ReturnResource(DispenseReturn returns, CurrentCaller caller) {
        this.returns = returns;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({PHARMACIST, ADMIN})
    @Operation(summary = "Take medicines back, into stock or not")
    public Uni<Answer<DispenseView>> takeBack(@PathParam("id") UUID id, @Valid @NotNull ReturnDispense request) {
        return returns.takeBack(id, request, caller.get());
    }
}
