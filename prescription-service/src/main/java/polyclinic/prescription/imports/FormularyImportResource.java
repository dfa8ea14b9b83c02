package polyclinic.prescription.imports;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.PHARMACIST;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.io.InputStream;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/** Files of the formulary; {@code docs/formulary.md} has their form. */
@Path("/api/v1/medications/import")
class FormularyImportResource {
    private static final String KIND = "medications";

    private final TableImport tables;

    FormularyImportResource(TableImport tables) {
        this.tables = tables;
    }

    /** Blocks a thread of its own while the file arrives, which is read at the pace at which it is taken. */
    @POST
    @Blocking
    @ResponseStatus(201)
    @Consumes({ImportFile.NDJSON, ImportFile.CSV})
    @RolesAllowed({PHARMACIST, ADMIN})
    public Uni<Answer<ImportView>> importFile(
            @HeaderParam("Content-Type") @Nullable String contentType, @NotNull InputStream file) {
        return Uni.createFrom().item(tables.run(KIND, file, contentType));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PHARMACIST, ADMIN})
    public Uni<Answer<ImportView>> report(@PathParam("id") UUID id) {
        return tables.get(id, KIND).map(Answer::ok);
    }

    @GET
    @Path("/{id}/lines")
    @RolesAllowed({PHARMACIST, ADMIN})
    public Uni<Page<LineOutcome>> lines(
            @PathParam("id") UUID id,
            @QueryParam("outcome") LineOutcome.@Nullable Kind outcome,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        return tables.lines(id, KIND, outcome, after, Cursor.limit(limit));
    }
}
