package polyclinic.prescription.refills;

import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.PHARMACIST;

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

@Path(PrescriptionView.PATH + "/{id}/refill")
@Tag(ref = "Prescription Resource")
class RefillResource {
    private final PrescriptionRefill refill;
    private final CurrentCaller caller;

    RefillResource(PrescriptionRefill refill, CurrentCaller caller) {
        this.refill = refill;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({DOCTOR, PHARMACIST})
    public Uni<Answer<PrescriptionView>> refill(@PathParam("id") UUID id, @Valid @NotNull RefillPrescription request) {
        return refill.refill(id, request, caller.get());
    }
}
