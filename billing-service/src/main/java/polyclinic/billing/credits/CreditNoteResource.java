package polyclinic.billing.credits;

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
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;

@Path(CreditNoteView.PATH)
class CreditNoteResource {
    private final CreditNoteQueries queries;
    private final CurrentCaller caller;

    CreditNoteResource(CreditNoteQueries queries, CurrentCaller caller) {
        this.queries = queries;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({PATIENT, CASHIER, ADMIN})
    public Uni<Page<CreditNoteView>> list(@QueryParam("invoiceId") @Nullable UUID invoiceId) {
        if (invoiceId == null) throw Problem.invalid("invoiceId", "must be given");
        return queries.of(invoiceId, caller.get());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, CASHIER, ADMIN})
    public Uni<Answer<CreditNoteView>> get(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id, caller.get()).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }
}
