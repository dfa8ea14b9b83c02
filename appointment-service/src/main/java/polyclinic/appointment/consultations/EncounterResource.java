package polyclinic.appointment.consultations;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;

@Path("/api/v1/encounters")
class EncounterResource {
    private final EncounterQueries queries;
    private final CurrentCaller caller;

    EncounterResource(EncounterQueries queries, CurrentCaller caller) {
        this.queries = queries;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({PATIENT, NURSE, DOCTOR, ADMIN})
    public Uni<Page<EncounterView>> list(
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("doctorId") @Nullable UUID doctorId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        return queries.list(patientId, doctorId, caller.get(), after, Cursor.limit(limit));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, NURSE, DOCTOR, ADMIN})
    public Uni<Answer<EncounterView>> get(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id, caller.get()).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }
}
