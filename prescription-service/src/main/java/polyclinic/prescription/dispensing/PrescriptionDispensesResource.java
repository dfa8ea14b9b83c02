package polyclinic.prescription.dispensing;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

@Path("/api/v1/prescriptions/{id}/dispenses")
@Tag(ref = "Dispense Resource")
class PrescriptionDispensesResource {
    private final DispenseQueries queries;
    private final CurrentCaller caller;

    PrescriptionDispensesResource(DispenseQueries queries, CurrentCaller caller) {
        this.queries = queries;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({PATIENT, NURSE, DOCTOR, PHARMACIST, ADMIN})
    @Operation(summary = "What was dispensed for a prescription, oldest first")
    public Uni<Page<DispenseView>> list(
            @PathParam("id") UUID id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return queries.of(id, Cursor.id(after), Cursor.limit(limit), caller.get());
    }
}
