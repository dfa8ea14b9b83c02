package polyclinic.notes.versions;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

@Path("/api/v1/notes")
@Tag(ref = "Note Resource")
class NoteVersionResource {
    private final NoteVersionQueries versions;
    private final CurrentCaller caller;

    NoteVersionResource(NoteVersionQueries versions, CurrentCaller caller) {
        this.versions = versions;
        this.caller = caller;
    }

    @GET
    @Path("/{id}/versions")
    @RolesAllowed({DOCTOR, NURSE, ADMIN})
    public Uni<Page<NoteVersionView>> versions(
            @PathParam("id") UUID id,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        return versions.list(id, after, Cursor.limit(limit), caller.get());
    }
}
