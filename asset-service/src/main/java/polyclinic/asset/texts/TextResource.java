package polyclinic.asset.texts;

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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import polyclinic.commons.identity.CurrentCaller;

@Path("/api/v1/assets/{id}/text")
class TextResource {
    private final TextQueries queries;
    private final TextRetry retry;
    private final CurrentCaller caller;

    TextResource(TextQueries queries, TextRetry retry, CurrentCaller caller) {
        this.queries = queries;
        this.retry = retry;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, ADMIN, PRESCRIPTION_DOCUMENT})
    public Uni<DocumentTextView> get(@PathParam("id") UUID id) {
        return queries.get(id, caller.get());
    }

    @POST
    @Path("/retry")
    @RolesAllowed({NURSE, DOCTOR, ADMIN})
    @ResponseStatus(202)
    public Uni<DocumentTextView> retry(@PathParam("id") UUID id) {
        return retry.retry(id, caller.get());
    }
}
