package polyclinic.prescription.formulary;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.CASHIER;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;

@Path(MedicationView.PATH)
class MedicationResource {
    private final MedicationRegistration registration;
    private final MedicationQueries queries;

    MedicationResource(MedicationRegistration registration, MedicationQueries queries) {
        this.registration = registration;
        this.queries = queries;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({PHARMACIST, ADMIN})
    public Uni<Answer<MedicationView>> register(@Valid @NotNull RegisterMedication request) {
        return registration.register(request);
    }

    @GET
    @RolesAllowed({NURSE, DOCTOR, PHARMACIST, CASHIER, ADMIN})
    public Uni<Page<MedicationView>> list(
            @QueryParam("q") @Size(max = 200) @Nullable String q,
            @QueryParam("status") Medication.@Nullable Status status,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        return queries.list(q, status, after, Cursor.limit(limit));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({NURSE, DOCTOR, PHARMACIST, CASHIER, ADMIN})
    public Uni<Answer<MedicationView>> get(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }

    @PATCH
    @Path("/{id}")
    @RolesAllowed({PHARMACIST, ADMIN})
    @Consumes({"application/merge-patch+json", "application/json"})
    public Uni<Answer<MedicationView>> patch(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = RegisterMedication.class))) @NotNull
                    JsonNode patch) {
        return registration.patch(id, ifMatch, patch);
    }
}
