package polyclinic.billing.invoices;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.CASHIER;
import static polyclinic.commons.identity.Roles.IMPORTER;
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
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.provenance.ExternalId;
import polyclinic.commons.values.ClinicDays;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.TimeRange;

@Path(InvoiceView.PATH)
class InvoiceResource {
    private final InvoiceQueries queries;
    private final CurrentCaller caller;
    private final ClinicDays days;

    InvoiceResource(InvoiceQueries queries, CurrentCaller caller, ClinicDays days) {
        this.queries = queries;
        this.caller = caller;
        this.days = days;
    }

    @GET
    @RolesAllowed({PATIENT, CASHIER, ADMIN, IMPORTER})
    public Uni<Page<InvoiceView>> list(
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("encounterId") @Nullable UUID encounterId,
            @QueryParam("status") @Nullable InvoiceStatus status,
            @QueryParam("externalId") @Nullable String externalId,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return queries.list(
                new Invoices.Criteria(
                        patientId, encounterId, status, ExternalId.of(externalId), TimeRange.of(from, to, days.zone())),
                Cursor.id(after),
                Cursor.limit(limit),
                caller.get());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, CASHIER, ADMIN, IMPORTER})
    public Uni<Answer<InvoiceView>> get(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id, caller.get()).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }
}
