package polyclinic.patient.emergency;

import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Page;

@Path("/api/v1/patients/{patientId}/emergency-access")
class EmergencyAccessResource {
    private final EmergencyAccessGranting granting;
    private final EmergencyAccessQueries queries;
    private final CurrentCaller caller;

    EmergencyAccessResource(EmergencyAccessGranting granting, EmergencyAccessQueries queries, CurrentCaller caller) {
        this.granting = granting;
        this.queries = queries;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({DOCTOR, NURSE})
    public Uni<Answer<EmergencyAccessView>> grant(
            @PathParam("patientId") UUID patientId, @Valid @NotNull RequestEmergencyAccess request) {
        return granting.grant(patientId, request, caller.get());
    }

    @GET
    @RolesAllowed({DOCTOR, NURSE})
    public Uni<Page<EmergencyAccessView>> open(@PathParam("patientId") UUID patientId) {
        return queries.open(patientId, caller.get());
    }
}
