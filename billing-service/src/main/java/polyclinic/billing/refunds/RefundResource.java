package polyclinic.billing.refunds;

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
import polyclinic.billing.payments.PaymentView;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;

@Path(PaymentView.PATH + "/{id}/refund")
@Tag(ref = "Payment Resource")
class RefundResource {
    private final PaymentRefunding refunding;
    private final CurrentCaller caller;

    RefundResource(PaymentRefunding refunding, CurrentCaller caller) {
        this.refunding = refunding;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({CASHIER, ADMIN})
    public Uni<Answer<PaymentView>> refund(@PathParam("id") UUID id, @Valid @NotNull RefundPayment request) {
        return refunding.refund(id, request, caller.get());
    }
}
