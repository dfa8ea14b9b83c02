package polyclinic.patient.emergency;

import static polyclinic.commons.identity.Roles.AUDITOR;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;

/** In the OpenAPI document these operations stand with the one that grants the access. */
@Path("/api/v1/emergency-access")
@Tag(ref = "Emergency Access Resource")
class EmergencyAccessReviewResource {
    private final EmergencyAccessReview review;
    private final EmergencyAccessQueries queries;
    private final CurrentCaller caller;

    EmergencyAccessReviewResource(EmergencyAccessReview review, EmergencyAccessQueries queries, CurrentCaller caller) {
        this.review = review;
        this.queries = queries;
        this.caller = caller;
    }

    @GET
    @RolesAllowed(AUDITOR)
    public Uni<Page<EmergencyAccessView>> list(
            @QueryParam("reviewed") @Nullable String reviewed,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return queries.list(flag("reviewed", reviewed), after, Cursor.limit(limit));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({DOCTOR, NURSE, AUDITOR})
    public Uni<Answer<EmergencyAccessView>> read(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id, caller.get()).map(access -> EntityTags.get(ifNoneMatch, access.version(), access));
    }

    @POST
    @Path("/{id}/review")
    @RolesAllowed(AUDITOR)
    public Uni<Answer<EmergencyAccessView>> review(
            @PathParam("id") UUID id, @Valid @NotNull ReviewEmergencyAccess request) {
        return review.review(id, request, caller.get());
    }

    private static @Nullable Boolean flag(String name, @Nullable String text) {
        if (text == null) return null;
        if (text.equals("true")) return true;
        if (text.equals("false")) return false;
        throw Problem.invalid(name, "must be true or false");
    }
}
