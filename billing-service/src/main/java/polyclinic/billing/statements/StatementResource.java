package polyclinic.billing.statements;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.CASHIER;
import static polyclinic.commons.identity.Roles.PATIENT;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.PageKey;

@Path("/api/v1/statements")
class StatementResource {
    private final StatementQueries queries;
    private final CurrentCaller caller;

    StatementResource(StatementQueries queries, CurrentCaller caller) {
        this.queries = queries;
        this.caller = caller;
    }

    @GET
    @Path("/{patientId}")
    @RolesAllowed({PATIENT, CASHIER, ADMIN})
    public Uni<StatementView> of(
            @PathParam("patientId") UUID patientId,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return queries.of(patientId, PageKey.of(after), Cursor.limit(limit), caller.get());
    }
}
