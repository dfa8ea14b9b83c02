package polyclinic.appointment.slots;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/doctors")
class SlotResource {
    private final SlotQueries queries;

    SlotResource(SlotQueries queries) {
        this.queries = queries;
    }

    /** {@code from} and {@code to}: instants, or dates in the doctor's zone; a week from now when absent. */
    @GET
    @Path("/{id}/slots")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    public Uni<SlotView.All> list(
            @PathParam("id") UUID doctorId,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        return queries.list(doctorId, from, to).map(SlotView.All::new);
    }
}
