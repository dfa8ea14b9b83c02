package polyclinic.prescription.dispensing.preparation;

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
import polyclinic.prescription.dispensing.DispenseView;

@Path("/api/v1/prescriptions/{id}/dispense")
@Tag(ref = "Dispense Resource")
class PreparationResource {
    private final DispensePreparation preparation;
    private final CurrentCaller caller;

    PreparationResource(DispensePreparation preparation, CurrentCaller caller) {
        this.preparation = preparation;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({PHARMACIST, ADMIN})
    @Operation(summary = "Prepare medicines of a prescription, from batches by expiry unless one is named")
    public Uni<Answer<DispenseView>> prepare(@PathParam("id") UUID id, @Valid @NotNull DispensePrescription request) {
        return preparation.prepare(id, request, caller.get());
    }
}
