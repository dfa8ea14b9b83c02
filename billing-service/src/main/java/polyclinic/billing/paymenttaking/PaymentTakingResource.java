package polyclinic.billing.paymenttaking;

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
import polyclinic.billing.payments.PaymentView;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;

@Path(InvoiceView.PATH + "/{id}/payments")
@Tag(ref = "Payment Resource")
class PaymentTakingResource {
    private final PaymentTaking taking;
    private final CurrentCaller caller;

    PaymentTakingResource(PaymentTaking taking, CurrentCaller caller) {
        this.taking = taking;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({CASHIER, ADMIN})
    public Uni<Answer<PaymentView>> take(@PathParam("id") UUID id, @Valid @NotNull TakePayment request) {
        return taking.take(id, request, caller.get());
    }
}
