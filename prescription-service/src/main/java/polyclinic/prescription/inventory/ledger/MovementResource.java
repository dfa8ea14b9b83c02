package polyclinic.prescription.inventory.ledger;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PHARMACIST;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.ClinicDays;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.TimeRange;

@Path("/api/v1/inventory/movements")
@Tag(ref = "Inventory Item Resource")
class MovementResource {
    private final MovementQueries queries;
    private final ClinicDays calendar;

    MovementResource(MovementQueries queries, ClinicDays calendar) {
        this.queries = queries;
        this.calendar = calendar;
    }

    @GET
    @RolesAllowed({PHARMACIST, ADMIN, DOCTOR, NURSE})
    @Operation(summary = "The stock ledger, newest first")
    public Uni<Page<MovementView>> list(
            @QueryParam("itemId") @Nullable UUID itemId,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return queries.list(itemId, TimeRange.of(from, to, calendar.zone()), Cursor.id(after), Cursor.limit(limit));
    }
}
