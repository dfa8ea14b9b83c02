package polyclinic.billing.credits;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.CASHIER;
import static polyclinic.commons.identity.Roles.PATIENT;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;

@Path("/api/v1")
class CreditNoteResource {
    private final InvoiceCrediting crediting;
    private final CreditNoteQueries queries;
    private final CurrentCaller caller;

    CreditNoteResource(InvoiceCrediting crediting, CreditNoteQueries queries, CurrentCaller caller) {
        this.crediting = crediting;
        this.queries = queries;
        this.caller = caller;
    }

    @POST
    @Path("/invoices/{id}/credit-note")
    @ResponseStatus(201)
    @RolesAllowed({CASHIER, ADMIN})
    public Uni<Answer<CreditNoteView>> credit(@PathParam("id") UUID id, @Valid @NotNull IssueCreditNote request) {
        return crediting.credit(id, request, caller.get());
    }

    @GET
    @Path("/invoices/{id}/credit-notes")
    @RolesAllowed({PATIENT, CASHIER, ADMIN})
    public Uni<Page<CreditNoteView>> of(@PathParam("id") UUID id) {
        return queries.of(id, caller.get());
    }

    @GET
    @Path("/credit-notes/{id}")
    @RolesAllowed({PATIENT, CASHIER, ADMIN})
    public Uni<Answer<CreditNoteView>> get(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id, caller.get()).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }
}
