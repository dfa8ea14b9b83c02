package polyclinic.prescription.cancellation;

import static polyclinic.commons.identity.Roles.DOCTOR;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.prescription.prescriptions.PrescriptionView;

@Path(PrescriptionView.PATH + "/{id}/cancel")
@Tag(ref = "Prescription Resource")
class CancellationResource {
    private final PrescriptionCancellation cancellation;
    private final CurrentCaller caller;

    CancellationResource(PrescriptionCancellation cancellation, CurrentCaller caller) {
        this.cancellation = cancellation;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(DOCTOR)
    public Uni<Answer<PrescriptionView>> cancel(@PathParam("id") UUID id, @Valid @NotNull CancelPrescription request) {
        return cancellation.cancel(id, request, caller.get());
    }
}
