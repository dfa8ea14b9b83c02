package polyclinic.patient.similarity;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.ResponseStatus;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Page;

@Path("/api/v1/medical-records")
class SimilarRecordResource {
    private final SimilarRecordQueries queries;
    private final CurrentCaller caller;

    SimilarRecordResource(SimilarRecordQueries queries, CurrentCaller caller) {
        this.queries = queries;
        this.caller = caller;
    }

    @POST
    @Path("/search")
    @RolesAllowed({NURSE, DOCTOR, PATIENT, ADMIN})
    @ResponseStatus(200)
    public Uni<Page<SimilarRecordView>> search(@Valid @NotNull FindSimilarRecords wanted) {
        // The trail says what was asked, and numbers say nothing to whoever reads it.
        caller.asks(new FindSimilarRecords(wanted.q(), null, wanted.patientId(), wanted.k()));
        return queries.find(wanted, caller.get());
    }
}
