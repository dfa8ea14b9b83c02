package polyclinic.prescription.laboratory.labels;

import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
import static polyclinic.commons.identity.Roles.NURSE;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.NamedPatients;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.prescription.laboratory.requests.LabRequestView;

@Path(LabRequestView.PATH + "/{id}/label")
@Tag(ref = "Lab Request Resource")
class LabelResource {
    private static final String PDF = "application/pdf";
    /** ZPL has no registered media type. */
    private static final String ZPL = "text/plain";

    private final LabelPrinting printing;
    private final NamedPatients patients;
    private final CurrentCaller caller;

    LabelResource(LabelPrinting printing, NamedPatients patients, CurrentCaller caller) {
        this.printing = printing;
        this.patients = patients;
        this.caller = caller;
    }

    @GET
    @Produces(PDF)
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = {
                @Content(mediaType = PDF, schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = ZPL, schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @RolesAllowed({NURSE, DOCTOR, LAB_TECHNICIAN})
    public Uni<RestResponse<byte[]>> label(
            @PathParam("id") UUID id, @QueryParam("format") @Nullable LabelFormat format) {
        LabelFormat wanted = Objects.requireNonNullElse(format, LabelFormat.PDF);
        return printing.print(id, wanted, caller.get())
                .invoke(patients::require)
                .map(print -> response(print, wanted));
    }

    private static RestResponse<byte[]> response(LabelPrinting.Print print, LabelFormat format) {
        boolean isPdf = format == LabelFormat.PDF;
        return RestResponse.ResponseBuilder.ok(print.bytes())
                .header("Content-Type", isPdf ? PDF : ZPL + ";charset=UTF-8")
                .header(
                        "Content-Disposition",
                        "inline; filename=\"label-" + print.number() + (isPdf ? ".pdf\"" : ".zpl\""))
                .header("Cache-Control", "private, no-store")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}
