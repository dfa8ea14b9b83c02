package polyclinic.prescription.inventory.items;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PHARMACIST;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

@Path(InventoryItemView.PATH)
class InventoryItemResource {
    private final InventoryItemRegistration registration;
    private final InventoryItemRevision revision;
    private final InventoryItemQueries queries;

    InventoryItemResource(
            InventoryItemRegistration registration, InventoryItemRevision revision, InventoryItemQueries queries) {
        this.registration = registration;
        this.revision = revision;
        this.queries = queries;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({PHARMACIST, ADMIN})
    public Uni<Answer<InventoryItemView>> register(@Valid @NotNull RegisterInventoryItem request) {
        return registration.register(request);
    }

    @GET
    @RolesAllowed({PHARMACIST, ADMIN, DOCTOR, NURSE})
    @Operation(summary = "Items with what there is of them, newest first")
    public Uni<Page<InventoryItemView>> list(
            @QueryParam("q") @Size(max = 200) @Nullable String q,
            @QueryParam("kind") @Nullable InventoryItemKind kind,
            @QueryParam("medicationId") @Nullable UUID medicationId,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return queries.list(new InventoryItems.Filter(q, kind, medicationId), Cursor.id(after), Cursor.limit(limit));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PHARMACIST, ADMIN, DOCTOR, NURSE})
    @Operation(summary = "An item with its batches")
    public Uni<Answer<InventoryItemView>> get(@PathParam("id") UUID id) {
        return queries.get(id);
    }

    @PATCH
    @Path("/{id}")
    @RolesAllowed({PHARMACIST, ADMIN})
    @Consumes({"application/merge-patch+json", "application/json"})
    public Uni<Answer<InventoryItemView>> revise(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = RegisterInventoryItem.class))) @NotNull
                    JsonNode patch) {
        return revision.revise(id, ifMatch, patch);
    }
}
