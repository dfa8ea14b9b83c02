package polyclinic.billing.papers;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.CASHIER;
import static polyclinic.commons.identity.Roles.PATIENT;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import polyclinic.billing.payments.PaymentView;
import polyclinic.commons.audit.NamedPatients;
import polyclinic.commons.identity.CurrentCaller;

@Path(PaymentView.PATH + "/{id}/receipt")
@Tag(ref = "Payment Resource")
class ReceiptResource {
    private final PaperQueries papers;
    private final CurrentCaller caller;
    private final NamedPatients patients;

    ReceiptResource(PaperQueries papers, CurrentCaller caller, NamedPatients patients) {
        this.papers = papers;
        this.caller = caller;
        this.patients = patients;
    }

    @GET
    @Produces("application/pdf")
    @RolesAllowed({PATIENT, CASHIER, ADMIN})
    public Uni<byte[]> receipt(@PathParam("id") UUID id) {
        return papers.receipt(id, caller.get()).invoke(patients::require).map(PaperQueries.SignedPaper::pdf);
    }
}
