package polyclinic.prescription.prescriptions;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;

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

@Path(PrescriptionView.PATH)
class PrescriptionResource {
    private final PrescriptionQueries queries;
    private final CurrentCaller caller;

    PrescriptionResource(PrescriptionQueries queries, CurrentCaller caller) {
        this.queries = queries;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({PATIENT, NURSE, DOCTOR, PHARMACIST, ADMIN})
    public Uni<Page<PrescriptionView>> list(
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("status") @Nullable PrescriptionStatus status,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return queries.list(patientId, status, Cursor.id(after), Cursor.limit(limit), caller.get());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, NURSE, DOCTOR, PHARMACIST, ADMIN})
    public Uni<Answer<PrescriptionView>> get(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id, caller.get()).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }
}
