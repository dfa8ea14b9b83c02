package polyclinic.appointment.encounters;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.SERVICE;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;

@Path("/api/v1/encounters")
class EncounterResource {
    private final Encounters encounters;
    private final Audit audit;
    private final CurrentCaller caller;

    EncounterResource(Encounters encounters, Audit audit, CurrentCaller caller) {
        this.encounters = encounters;
        this.audit = audit;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({PATIENT, NURSE, DOCTOR, ADMIN, SERVICE})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = EncounterPage.class)))
    public Uni<Response> list(
            @QueryParam("patientId") UUID patientId,
            @QueryParam("doctorId") UUID doctorId,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit,
            @Context UriInfo uri) {
        Caller asking = caller.get();
        int size = Cursor.limit(limit);
        return Panache.withSession(() -> encounters.list(patientId, doctorId, asking, after, size))
                .map(rows -> Page.of(rows, size, EncounterView::of, last -> Cursor.encode(last.id())))
                .call(() ->
                        audit.searched("encounter", asking.onlyPatient() != null ? asking.onlyPatient() : patientId))
                .map(page -> Page.response(page, uri));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, NURSE, DOCTOR, ADMIN, SERVICE})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = EncounterView.class)))
    public Uni<Response> get(@PathParam("id") UUID id, @HeaderParam("If-None-Match") String ifNoneMatch) {
        Caller asking = caller.get();
        return Panache.withSession(() -> encounters.require(id, asking))
                .call(encounter -> audit.read("encounter", id, encounter.patientId()))
                .map(encounter -> EntityTags.get(ifNoneMatch, encounter.version(), EncounterView.of(encounter)));
    }

    /** The form of a page, for the OpenAPI document. */
    private record EncounterPage(List<EncounterView> items, String next) {}
}
