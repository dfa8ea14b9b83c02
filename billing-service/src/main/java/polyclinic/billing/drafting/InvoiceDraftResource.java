package polyclinic.billing.drafting;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.CASHIER;
import static polyclinic.commons.identity.Roles.IMPORTER;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.invoices.InvoiceView;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;

@Path(InvoiceView.PATH)
@Tag(ref = "Invoice Resource")
class InvoiceDraftResource {
    private final InvoiceDrafting drafting;
    private final InvoiceRevision revision;
    private final CurrentCaller caller;

    InvoiceDraftResource(InvoiceDrafting drafting, InvoiceRevision revision, CurrentCaller caller) {
        this.drafting = drafting;
        this.revision = revision;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({CASHIER, ADMIN, IMPORTER})
    public Uni<Answer<InvoiceView>> draft(@Valid @NotNull DraftInvoice request) {
        return drafting.draft(request, caller.get());
    }

    @PATCH
    @Path("/{id}")
    @RolesAllowed({CASHIER, ADMIN})
    @Consumes({"application/merge-patch+json", "application/json"})
    public Uni<Answer<InvoiceView>> revise(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = ReviseInvoice.class))) @NotNull
                    JsonNode patch) {
        return revision.revise(id, ifMatch, patch);
    }
}
