package polyclinic.appointment.queue;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.AppointmentAccessPolicy;
import polyclinic.appointment.access.PatientReach;
import polyclinic.appointment.doctors.Doctors;
import polyclinic.appointment.projections.PatientNames;
import polyclinic.appointment.queue.QueueEntries.QueuePosition;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.values.ClinicDays;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/** Reads of the queue. Each is in the audit trail before the answer leaves, save the display: it names no patient. */
@ApplicationScoped
public class QueueQueries {
    private final QueueEntries queue;
    private final Doctors doctors;
    private final PatientNames patients;
    private final Audit audit;
    private final ClinicDays days;
    private final Clock clock;

    QueueQueries(
            QueueEntries queue, Doctors doctors, PatientNames patients, Audit audit, ClinicDays days, Clock clock) {
        this.queue = queue;
        this.doctors = doctors;
        this.patients = patients;
        this.audit = audit;
        this.days = days;
        this.clock = clock;
    }

    Uni<Page<QueueEntryView>> list(QueueEntries.Filter filter, Caller caller, @Nullable String after, int limit) {
        Scope scope = AppointmentAccessPolicy.queue(caller);
        QueuePosition last = position(after);
        Instant now = clock.instant();
        return Panache.withSession(
                        () -> queue.list(filter, now, scope, last, limit).chain(rows -> page(rows, limit)))
                .call(page -> audit.searched(
                        "queue_entry",
                        filter.patientId(),
                        page.items(),
                        () -> PatientReach.of(scope, Objects.requireNonNull(filter.patientId()))));
    }

    Uni<QueueEntryView> get(UUID id, Caller caller) {
        Scope scope = AppointmentAccessPolicy.queue(caller);
        return Panache.withSession(() -> queue.require(id, scope).chain(this::view))
                .call(view -> audit.read("queue_entry", id, view.patientId()));
    }

    /** The answer to a repeated request: what the caller may see now, read and audited like anything else. */
    public Uni<Answer<QueueEntryView>> reread(UUID id, Caller caller) {
        return get(id, caller).map(view -> Answer.ok(view.version(), view));
    }

    /**
     * @param doctorId the common queue when absent
     * @param date in the doctor's zone, of the common queue in the clinic's; today when absent
     */
    Uni<QueueDisplay> display(@Nullable UUID doctorId, @Nullable LocalDate date) {
        if (doctorId == null) {
            LocalDate day = date == null ? days.today() : date;
            return Panache.withSession(() -> queue.open(null, day).map(open -> QueueDisplay.of(null, day, open)));
        }
        return Panache.withSession(() -> doctors.require(doctorId).chain(doctor -> {
            LocalDate day = date == null ? doctor.dateAt(clock.instant()) : date;
            return queue.open(doctorId, day).map(open -> QueueDisplay.of(doctorId, day, open));
        }));
    }

    /** The entry with its patient's name. */
    public Uni<QueueEntryView> view(QueueEntry entry) {
        return patients.byId(List.of(entry.patientId()))
                .map(byId -> QueueEntryView.of(entry, byId.get(entry.patientId())));
    }

    private Uni<Page<QueueEntryView>> page(List<QueueEntry> rows, int limit) {
        return patients.byId(rows.stream().map(QueueEntry::patientId).distinct().toList())
                .map(byId -> Page.of(
                        rows,
                        limit,
                        row -> QueueEntryView.of(row, byId.get(row.patientId())),
                        last -> Cursor.encode(last.urgency(), last.tokenNumber(), last.id())));
    }

    private static @Nullable QueuePosition position(@Nullable String after) {
        List<String> parts = Cursor.decode(after, 3);
        if (parts == null) return null;
        try {
            return new QueuePosition(
                    Integer.parseInt(parts.get(0)), Integer.parseInt(parts.get(1)), UUID.fromString(parts.get(2)));
        } catch (IllegalArgumentException notOurs) {
            throw Cursor.invalid();
        }
    }
}
