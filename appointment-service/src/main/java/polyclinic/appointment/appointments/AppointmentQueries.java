package polyclinic.appointment.appointments;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
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
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;

/** Reads of appointments. Each is in the audit trail before the answer leaves. */
@ApplicationScoped
public class AppointmentQueries {
    private final Appointments appointments;
    private final Doctors doctors;
    private final Audit audit;

    AppointmentQueries(Appointments appointments, Doctors doctors, Audit audit) {
        this.appointments = appointments;
        this.doctors = doctors;
        this.audit = audit;
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

    Uni<Page<AppointmentView>> list(Appointments.Filter filter, Caller caller, @Nullable String after, int limit) {
        Scope scope = AppointmentAccessPolicy.appointments(caller);
        PageKey last = PageKey.of(after);
        return Panache.withSession(
                        () -> appointments.list(filter, scope, last, limit).chain(rows -> page(rows, limit, caller)))
                .call(page -> audit.searched(
                        "appointment",
                        filter.patientId(),
                        page.items(),
                        () -> PatientReach.of(scope, Objects.requireNonNull(filter.patientId()))));
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
