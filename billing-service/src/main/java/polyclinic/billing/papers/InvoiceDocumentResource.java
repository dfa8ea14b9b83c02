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
import polyclinic.billing.invoices.InvoiceView;
import polyclinic.commons.audit.NamedPatients;
import polyclinic.commons.identity.CurrentCaller;

@Path(InvoiceView.PATH + "/{id}/document")
@Tag(ref = "Invoice Resource")
class InvoiceDocumentResource {
    private final PaperQueries papers;
    private final CurrentCaller caller;
    private final NamedPatients patients;

    InvoiceDocumentResource(PaperQueries papers, CurrentCaller caller, NamedPatients patients) {
        this.papers = papers;
        this.caller = caller;
        this.patients = patients;
    }

    @GET
    @Produces("application/pdf")
    @RolesAllowed({PATIENT, CASHIER, ADMIN})
    public Uni<byte[]> document(@PathParam("id") UUID id) {
        return papers.invoice(id, caller.get()).invoke(patients::require).map(PaperQueries.SignedPaper::pdf);
    }
}
