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

@Path(InvoiceView.PATH + "/{id}/void")
@Tag(ref = "Invoice Resource")
class InvoiceVoidingResource {
    private final InvoiceVoiding voiding;
    private final CurrentCaller caller;

    InvoiceVoidingResource(InvoiceVoiding voiding, CurrentCaller caller) {
        this.voiding = voiding;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({CASHIER, ADMIN})
    public Uni<Answer<InvoiceView>> voidIt(@PathParam("id") UUID id, @Valid @NotNull VoidInvoice request) {
        return voiding.voidIt(id, request, caller.get());
    }
}
