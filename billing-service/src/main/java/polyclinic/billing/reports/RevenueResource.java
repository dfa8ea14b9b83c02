package polyclinic.billing.reports;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.CASHIER;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/reports/revenue")
class RevenueResource {
    private final RevenueQueries queries;

    RevenueResource(RevenueQueries queries) {
        this.queries = queries;
    }

    @GET
    @RolesAllowed({CASHIER, ADMIN})
    public Uni<RevenueView> revenue(
            @QueryParam("from") @Nullable LocalDate from,
            @QueryParam("to") @Nullable LocalDate to,
            @QueryParam("by") @Nullable RevenueDimension by) {
        return queries.revenue(from, to, by == null ? RevenueDimension.DAY : by);
    }
}
