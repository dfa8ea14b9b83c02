package polyclinic.billing.issuing;

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
import polyclinic.billing.invoices.InvoiceView;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EmptyBody;

@Path(InvoiceView.PATH + "/{id}")
@Tag(ref = "Invoice Resource")
class IssuanceActionsResource {
    private final InvoiceIssuance issuance;
    private final InvoiceVoiding voiding;
    private final CurrentCaller caller;

    IssuanceActionsResource(InvoiceIssuance issuance, InvoiceVoiding voiding, CurrentCaller caller) {
        this.issuance = issuance;
        this.voiding = voiding;
        this.caller = caller;
    }

    @POST
    @Path("/issue")
    @RolesAllowed({CASHIER, ADMIN})
    public Uni<Answer<InvoiceView>> issue(@PathParam("id") UUID id, @NotNull EmptyBody request) {
        return issuance.issue(id, request, caller.get());
    }

    @POST
    @Path("/void")
    @RolesAllowed({CASHIER, ADMIN})
    public Uni<Answer<InvoiceView>> voidIt(@PathParam("id") UUID id, @Valid @NotNull VoidInvoice request) {
        return voiding.voidIt(id, request, caller.get());
    }
}
