package polyclinic.appointment.queue;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.IMPORTER;
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
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.provenance.ExternalId;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;

@Path("/api/v1/queue")
class QueueResource {
    private final QueueQueries queries;
    private final CurrentCaller caller;

    QueueResource(QueueQueries queries, CurrentCaller caller) {
        this.queries = queries;
        this.caller = caller;
    }

    /**
     * {@code date} is a day where each doctor is, of the common queue where the clinic is; today there when absent. With {@code
     * assigned=false} the common queue alone.
     */
    @GET
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, ADMIN, IMPORTER})
    public Uni<Page<QueueEntryView>> list(
            @QueryParam("doctorId") @Nullable UUID doctorId,
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("assigned") @Nullable Boolean assigned,
            @QueryParam("date") @Nullable LocalDate date,
            @QueryParam("status") @Nullable QueueStatus status,
            @QueryParam("externalId") @Nullable String externalId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        var filter = new QueueEntries.Filter(doctorId, patientId, assigned, date, status, ExternalId.of(externalId));
        return queries.list(filter, caller.get(), after, Cursor.limit(limit));
    }

    /** A doctor's, or the common queue's without {@code doctorId}. */
    @GET
    @Path("/display")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    public Uni<QueueDisplay> display(
            @QueryParam("doctorId") @Nullable UUID doctorId, @QueryParam("date") @Nullable LocalDate date) {
        return queries.display(doctorId, date);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({RECEPTIONIST, NURSE, DOCTOR, ADMIN, IMPORTER})
    public Uni<Answer<QueueEntryView>> get(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id, caller.get()).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }
}
