package polyclinic.appointment.appointments;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;

@Path("/api/v1/appointments")
class AppointmentResource {
    private final AppointmentQueries queries;
    private final CurrentCaller caller;

    AppointmentResource(AppointmentQueries queries, CurrentCaller caller) {
        this.queries = queries;
        this.caller = caller;
    }

    /**
     * {@code from} and {@code to}: instants, or dates, which are days of the doctor with {@code doctorId}, else of the clinic.
     * {@code status} may be repeated.
     */
    @GET
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    public Uni<Page<AppointmentView>> list(
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("doctorId") @Nullable UUID doctorId,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("status") List<AppointmentStatus> status,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        var criteria = new AppointmentQueries.Criteria(patientId, doctorId, from, to, status);
        return queries.list(criteria, caller.get(), after, Cursor.limit(limit));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    public Uni<Answer<AppointmentView>> get(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id, caller.get()).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }
}
