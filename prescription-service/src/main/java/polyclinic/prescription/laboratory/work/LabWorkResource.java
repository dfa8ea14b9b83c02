package polyclinic.prescription.laboratory.work;

import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
import static polyclinic.commons.identity.Roles.NURSE;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.prescription.laboratory.requests.LabRequestView;

@Path(LabRequestView.PATH + "/{id}")
@Tag(ref = "Lab Request Resource")
class LabWorkResource {
    private final SpecimenCollection collection;
    private final ResultReporting reporting;
    private final ResultReview review;
    private final CurrentCaller caller;

    LabWorkResource(
            SpecimenCollection collection, ResultReporting reporting, ResultReview review, CurrentCaller caller) {
        this.collection = collection;
        this.reporting = reporting;
        this.review = review;
        this.caller = caller;
    }

    @POST
    @Path("/collect")
    @RolesAllowed({NURSE, DOCTOR, LAB_TECHNICIAN})
    public Uni<Answer<LabRequestView>> collect(@PathParam("id") UUID id, @Valid @NotNull CollectSpecimens request) {
        return collection.collect(id, request, caller.get());
    }

    @POST
    @Path("/result")
    @RolesAllowed(LAB_TECHNICIAN)
    public Uni<Answer<LabRequestView>> result(@PathParam("id") UUID id, @Valid @NotNull ReportResults request) {
        return reporting.report(id, request, caller.get());
    }

    @POST
    @Path("/correct")
    @RolesAllowed(LAB_TECHNICIAN)
    public Uni<Answer<LabRequestView>> correct(@PathParam("id") UUID id, @Valid @NotNull CorrectResults request) {
        return reporting.correct(id, request, caller.get());
    }

    @POST
    @Path("/review")
    @RolesAllowed(DOCTOR)
    public Uni<Answer<LabRequestView>> review(@PathParam("id") UUID id, @Valid @NotNull ReviewResults request) {
        return review.review(id, request, caller.get());
    }
}
