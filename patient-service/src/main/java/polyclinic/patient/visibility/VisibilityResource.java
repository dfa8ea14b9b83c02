package polyclinic.patient.visibility;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.AUDITOR;
import static polyclinic.commons.identity.Roles.CASHIER;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.IMPORTER;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.ResponseStatus;
import polyclinic.commons.identity.CurrentCaller;

/** What the gateway asks in a caller's name before it tells them of a patient in the live feed. */
@Path("/api/v1/patients/visible")
class VisibilityResource {
    private final VisibilityQueries queries;
    private final CurrentCaller caller;

    VisibilityResource(VisibilityQueries queries, CurrentCaller caller) {
        this.queries = queries;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, AUDITOR, PATIENT, ADMIN, IMPORTER})
    @ResponseStatus(200)
    public Uni<VisiblePatients> visible(@Valid @NotNull VisibilityQuestion question) {
        return queries.visible(question.checked(), caller.get());
    }
}
