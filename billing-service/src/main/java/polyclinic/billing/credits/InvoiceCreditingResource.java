package polyclinic.billing.credits;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.CASHIER;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import polyclinic.billing.invoices.InvoiceView;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;

@Path(InvoiceView.PATH + "/{id}/credit-note")
@Tag(ref = "Credit Note Resource")
class InvoiceCreditingResource {
    private final InvoiceCrediting crediting;
    private final CurrentCaller caller;

    InvoiceCreditingResource(InvoiceCrediting crediting, CurrentCaller caller) {
        this.crediting = crediting;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({CASHIER, ADMIN})
    public Uni<Answer<CreditNoteView>> credit(@PathParam("id") UUID id, @Valid @NotNull IssueCreditNote request) {
        return crediting.credit(id, request, caller.get());
    }
}
