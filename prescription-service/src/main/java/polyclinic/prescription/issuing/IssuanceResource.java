package polyclinic.prescription.issuing;

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
import org.jboss.resteasy.reactive.ResponseStatus;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.prescription.prescriptions.PrescriptionView;

@Path(PrescriptionView.PATH + "/{id}/issue")
@Tag(ref = "Prescription Resource")
class IssuanceResource {
    private final PrescriptionIssuance issuance;
    private final CurrentCaller caller;

    IssuanceResource(PrescriptionIssuance issuance, CurrentCaller caller) {
        this.issuance = issuance;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(202)
    @RolesAllowed(DOCTOR)
    public Uni<Answer<PrescriptionView>> issue(@PathParam("id") UUID id, @Valid @NotNull IssuePrescription request) {
        return issuance.issue(id, request, caller.get());
    }
}
