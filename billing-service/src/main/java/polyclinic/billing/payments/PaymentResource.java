package polyclinic.billing.payments;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.CASHIER;
import static polyclinic.commons.identity.Roles.PATIENT;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.ledger.PaymentMethod;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.values.ClinicDays;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.TimeRange;

@Path(PaymentView.PATH)
class PaymentResource {
    private final PaymentQueries queries;
    private final CurrentCaller caller;
    private final ClinicDays days;

    PaymentResource(PaymentQueries queries, CurrentCaller caller, ClinicDays days) {
        this.queries = queries;
        this.caller = caller;
        this.days = days;
    }

    @GET
    @RolesAllowed({PATIENT, CASHIER, ADMIN})
    public Uni<Page<PaymentView>> list(
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("invoiceId") @Nullable UUID invoiceId,
            @QueryParam("shiftId") @Nullable UUID shiftId,
            @QueryParam("method") @Nullable PaymentMethod method,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return queries.list(
                new Payments.Criteria(patientId, invoiceId, shiftId, method, TimeRange.of(from, to, days.zone())),
                Cursor.id(after),
                Cursor.limit(limit),
                caller.get());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, CASHIER, ADMIN})
    public Uni<Answer<PaymentView>> get(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id, caller.get()).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }
}
