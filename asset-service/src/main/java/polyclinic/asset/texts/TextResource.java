package polyclinic.asset.texts;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.DOCUMENT_TEXT;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;
import static polyclinic.commons.identity.Roles.PRESCRIPTION_DOCUMENT;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import polyclinic.commons.identity.CurrentCaller;

@Path("/api/v1/assets/{id}/text")
@Tag(ref = "Asset Resource")
class TextResource {
    private final TextQueries queries;
    private final CurrentCaller caller;

    TextResource(TextQueries queries, CurrentCaller caller) {
        this.queries = queries;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, ADMIN, PRESCRIPTION_DOCUMENT, DOCUMENT_TEXT})
    public Uni<DocumentTextView> get(@PathParam("id") UUID id) {
        return queries.get(id, caller.get());
    }
}
