package polyclinic.asset.thumbnails;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;
import static polyclinic.commons.identity.Roles.PRESCRIPTION_DOCUMENT;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.extracts.ThumbnailSize;
import polyclinic.commons.audit.NamedPatients;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.problem.Problem;

@Path("/api/v1/assets/{id}/thumbnail")
@Tag(ref = "Asset Resource")
class ThumbnailResource {
    private static final int MIN_PIXELS = 16;
    private static final int MAX_PIXELS = ThumbnailSize.LARGE.pixels();

    private final ThumbnailQueries queries;
    private final NamedPatients patients;
    private final CurrentCaller caller;

    ThumbnailResource(ThumbnailQueries queries, NamedPatients patients, CurrentCaller caller) {
        this.queries = queries;
        this.patients = patients;
        this.caller = caller;
    }

    @GET
    @Produces("image/jpeg")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, ADMIN, PRESCRIPTION_DOCUMENT})
    public Uni<RestResponse<byte[]>> thumbnail(
            @PathParam("id") UUID id,
            @QueryParam("size") @Nullable Integer size,
            @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id, size(size), caller.get())
                .invoke(patients::require)
                .map(thumbnail -> response(thumbnail, ifNoneMatch));
    }

    private static ThumbnailSize size(@Nullable Integer pixels) {
        if (pixels == null) return ThumbnailSize.MEDIUM;
        if (pixels < MIN_PIXELS || pixels > MAX_PIXELS)
            throw Problem.invalid("size", "must be between " + MIN_PIXELS + " and " + MAX_PIXELS);
        return ThumbnailSize.atLeast(pixels);
    }

    private static RestResponse<byte[]> response(ThumbnailQueries.Thumbnail thumbnail, @Nullable String ifNoneMatch) {
        boolean known = ifNoneMatch != null
                && (ifNoneMatch.contains(thumbnail.etag())
                        || ifNoneMatch.strip().equals("*"));
        RestResponse.ResponseBuilder<byte[]> response = known
                ? RestResponse.ResponseBuilder.create(RestResponse.Status.NOT_MODIFIED)
                : RestResponse.ResponseBuilder.ok(thumbnail.jpeg());
        return response.header("ETag", thumbnail.etag())
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .build();
    }
}
