package polyclinic.patient.care;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.postgres.LatestVersions;
import polyclinic.commons.problem.NotFound;

/**
 * Which doctor has which patient in care, kept from appointment events. On a miss the owner is asked with the caller's own
 * token, so that a doctor may open a record right after the booking.
 */
@ApplicationScoped
public class CareRelationships {
    private static final List<String> NOT_CANCELLED =
            List.of("scheduled", "checked_in", "in_consultation", "completed", "no_show");

    private static final String NOTE = """
            insert into care (appointment_id, doctor_subject, patient_id, version, active)
            select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::bigint[], $5::boolean[])
            on conflict (appointment_id) do update
            set version = excluded.version, active = excluded.active
            where care.version < excluded.version""";

    private final Pool pool;
    private final AppointmentsClient appointments;
    private final CurrentCaller current;

    CareRelationships(Pool pool, @RestClient AppointmentsClient appointments, CurrentCaller current) {
        this.pool = pool;
        this.appointments = appointments;
        this.current = current;
    }

    /** Runs a read; when a doctor finds nothing, looks whether an appointment has just made it theirs and reads again. */
    public <T> Uni<T> orLearn(UUID patientId, Caller caller, Supplier<Uni<T>> read) {
        if (caller.onlyDoctor() == null) return read.get();
        return read.get().onFailure(NotFound.class).recoverWithUni(missing -> appointments
                .ofPatient("Bearer " + current.bearer(), patientId, NOT_CANCELLED, 1)
                .onFailure()
                .transform(away -> missing)
                .chain(page -> page.items().isEmpty()
                        ? Uni.createFrom().failure(missing)
                        : learn(page.items().get(0), caller.subject()).chain(() -> read.get())));
    }

    private Uni<Void> learn(AppointmentsClient.Appointment appointment, String doctorSubject) {
        return note(List.of(new News(
                appointment.id(),
                appointment.version(),
                doctorSubject,
                appointment.patientId(),
                !"cancelled".equals(appointment.status()))));
    }

    /** Keeps the newest state of each appointment: told twice, or in another order, the news change nothing. */
    Uni<Void> note(List<News> told) {
        if (told.isEmpty()) return Uni.createFrom().voidItem();
        Collection<News> newest = LatestVersions.of(told, News::id, News::version);
        return pool.preparedQuery(NOTE)
                .execute(Tuple.of(
                        newest.stream().map(News::id).toArray(UUID[]::new),
                        newest.stream().map(News::doctorSubject).toArray(String[]::new),
                        newest.stream().map(News::patientId).toArray(UUID[]::new),
                        newest.stream().map(News::version).toArray(Long[]::new),
                        newest.stream().map(News::active).toArray(Boolean[]::new)))
                .replaceWithVoid();
    }

    /** @param id of the appointment, or of the place in the queue of who came without one */
    record News(UUID id, long version, String doctorSubject, UUID patientId, boolean active) {}
}
