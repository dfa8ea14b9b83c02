package polyclinic.notes.clinical;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;

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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;
import polyclinic.notes.store.Keyset;
import polyclinic.notes.store.Span;

@Path("/api/v1/clinical-data")
class ClinicalDataResource {
    private final Recording recording;
    private final CurrentCaller caller;

    ClinicalDataResource(Recording recording, CurrentCaller caller) {
        this.recording = recording;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({DOCTOR, NURSE, LAB_TECHNICIAN, ADMIN})
    @APIResponse(
            responseCode = "201",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = ClinicalDataView.class)))
    public Uni<Response> record(@Valid @NotNull RecordClinicalData request) {
        return recording.record(request, caller.get());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, DOCTOR, NURSE, LAB_TECHNICIAN, ADMIN})
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = ClinicalDataView.class)))
    public Uni<Response> read(@PathParam("id") UUID id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
        return recording.read(id, caller.get()).map(item -> EntityTags.get(ifNoneMatch, 1, ClinicalDataView.of(item)));
    }

    @GET
    @RolesAllowed({PATIENT, DOCTOR, NURSE, LAB_TECHNICIAN, ADMIN})
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = ClinicalDataPage.class)))
    public Uni<Response> list(
            @QueryParam("patientId") UUID patientId,
            @QueryParam("dataType") String dataType,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit,
            @Context UriInfo uri) {
        return recording
                .list(patientId, dataType, Span.of(from, to), Keyset.decode(after), Cursor.limit(limit), caller.get())
                .map(page -> Page.response(page, uri));
    }

    @GET
    @Path("/trend")
    @RolesAllowed({PATIENT, DOCTOR, NURSE, LAB_TECHNICIAN, ADMIN})
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = TrendPage.class)))
    public Uni<Response> trend(
            @QueryParam("patientId") UUID patientId,
            @QueryParam("dataType") String dataType,
            @QueryParam("path") String path,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit,
            @Context UriInfo uri) {
        Trend trend =
                new Trend(patientId, dataType, path, Span.of(from, to), Keyset.decode(after), Cursor.limit(limit));
        return recording.trend(trend, caller.get()).map(page -> Page.response(page, uri));
    }

    /** For OpenAPI only: the list as it is on the wire. */
    private record ClinicalDataPage(List<ClinicalDataView> items, String next) {}

    /** For OpenAPI only: the list as it is on the wire. */
    private record TrendPage(List<Trend.Point> items, String next) {}
}
