package polyclinic.notes.flags;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.AUDITOR;
import static polyclinic.commons.identity.Roles.CASHIER;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;

@Path("/api/v1/flags")
class FlagResource {
    private final FlagQueries queries;
    private final FlagWriting writing;
    private final CurrentCaller caller;

    FlagResource(FlagQueries queries, FlagWriting writing, CurrentCaller caller) {
        this.queries = queries;
        this.writing = writing;
        this.caller = caller;
    }

    /** All flags, as they are for the caller. */
    @GET
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, AUDITOR, ADMIN})
    public Uni<Answer<FlagValues>> values() {
        return Uni.createFrom().item(Answer.ok(queries.values(caller.get())));
    }

    @GET
    @Path("/{name}")
    @RolesAllowed(ADMIN)
    public Uni<Answer<FlagView>> read(
            @PathParam("name") String name, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        return queries.read(name).map(flag -> EntityTags.get(ifNoneMatch, flag.version(), flag));
    }

    /** Makes a flag, without {@code If-Match}, or changes one, with it. */
    @PUT
    @Path("/{name}")
    @RolesAllowed(ADMIN)
    public Uni<Answer<FlagView>> put(
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Valid @NotNull FlagDefinition definition) {
        return writing.put(name, ifMatch, definition, caller.get());
    }

    /** With {@code If-Match} only if it is still what was read. */
    @DELETE
    @Path("/{name}")
    @RolesAllowed(ADMIN)
    public Uni<Void> delete(
            @PathParam("name") String name, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return writing.delete(name, ifMatch, caller.get());
    }
}
