package polyclinic.appointment.appointments;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.AppointmentAccessPolicy;
import polyclinic.appointment.access.PatientReach;
import polyclinic.appointment.doctors.Doctors;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.values.ClinicDays;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;
import polyclinic.commons.web.TimeRange;

/** Reads of appointments. Each is in the audit trail before the answer leaves. */
@ApplicationScoped
public class AppointmentQueries {
    private final Appointments appointments;
    private final Doctors doctors;
    private final Audit audit;
    private final ClinicDays days;

    AppointmentQueries(Appointments appointments, Doctors doctors, Audit audit, ClinicDays days) {
        this.appointments = appointments;
        this.doctors = doctors;
        this.audit = audit;
        this.days = days;
    }

    Uni<AppointmentView> get(UUID id, Caller caller) {
        Scope scope = AppointmentAccessPolicy.appointments(caller);
        return Panache.withSession(() -> appointments.require(id, scope).map(found -> found.view(caller)))
                .call(view -> audit.read("appointment", id, view.patientId()));
    }

    /** The answer to a repeated request: what the caller may see now, read and audited like anything else. */
    public Uni<Answer<AppointmentView>> reread(UUID id, Caller caller) {
        return get(id, caller).map(view -> Answer.ok(view.version(), view));
    }

    /**
     * What a list is about.
     *
     * @param from an instant or a date, included
     * @param to an instant, excluded, or a date, included
     * @param statuses any when empty
     */
    record Criteria(
            @Nullable UUID patientId,
            @Nullable UUID doctorId,
            @Nullable String from,
            @Nullable String to,
            List<AppointmentStatus> statuses) {
        Appointments.Filter filter(ZoneId zone) {
            return new Appointments.Filter(patientId, doctorId, TimeRange.of(from, to, zone), statuses);
        }
    }

    Uni<Page<AppointmentView>> list(Criteria criteria, Caller caller, @Nullable String after, int limit) {
        Scope scope = AppointmentAccessPolicy.appointments(caller);
        PageKey last = PageKey.of(after);
        return Panache.withSession(() -> zone(criteria.doctorId())
                        .map(criteria::filter)
                        .chain(filter -> appointments.list(filter, scope, last, limit))
                        .chain(rows -> page(rows, limit, caller)))
                .call(page -> audit.searched(
                        "appointment",
                        criteria.patientId(),
                        page.items(),
                        () -> PatientReach.of(scope, Objects.requireNonNull(criteria.patientId()))));
    }

    /** A day is where it happens: one doctor's is theirs. */
    private Uni<ZoneId> zone(@Nullable UUID doctorId) {
        if (doctorId == null) return Uni.createFrom().item(days.zone());
        return doctors.findById(doctorId).map(doctor -> doctor == null ? days.zone() : doctor.zone());
    }

    private Uni<Page<AppointmentView>> page(List<Appointment> rows, int limit, Caller caller) {
        return doctors.summaries(
                        rows.stream().map(Appointment::doctorId).distinct().toList())
                .map(byId -> Page.of(
                        rows,
                        limit,
                        row -> AppointmentView.of(
                                row, Objects.requireNonNull(byId.get(row.doctorId()), "foreign key"), caller),
                        last -> new PageKey(last.startsAt(), last.id()).encode()));
    }
}
