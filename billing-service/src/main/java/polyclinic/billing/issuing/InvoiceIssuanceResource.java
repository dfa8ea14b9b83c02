package polyclinic.billing.issuing;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.CASHIER;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
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

@Path(InvoiceView.PATH + "/{id}/issue")
@Tag(ref = "Invoice Resource")
class InvoiceIssuanceResource {
    private final InvoiceIssuance issuance;
    private final CurrentCaller caller;

    InvoiceIssuanceResource(InvoiceIssuance issuance, CurrentCaller caller) {
        this.issuance = issuance;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({CASHIER, ADMIN})
    public Uni<Answer<InvoiceView>> issue(@PathParam("id") UUID id, @NotNull EmptyBody request) {
        return issuance.issue(id, request, caller.get());
    }
}
