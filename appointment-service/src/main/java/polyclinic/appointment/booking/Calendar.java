package polyclinic.appointment.booking;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import polyclinic.appointment.doctors.Doctors;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/** Looking appointments up. Each look is in the audit trail before the answer leaves. */
@ApplicationScoped
class Calendar {
    private final Appointments appointments;
    private final Doctors doctors;
    private final Audit audit;

    Calendar(Appointments appointments, Doctors doctors, Audit audit) {
        this.appointments = appointments;
        this.doctors = doctors;
        this.audit = audit;
    }

    Uni<AppointmentView> get(UUID id, Caller caller) {
        return Panache.withSession(() -> appointments.require(id, caller).chain(appointment -> doctors.require(
                                appointment.doctorId())
                        .map(doctor -> AppointmentView.of(appointment, doctor.card()))))
                .call(view -> audit.read("appointment", id, view.patientId()));
    }

    Uni<Page<AppointmentView>> list(Appointments.Filter filter, Caller caller, String after, int limit) {
        UUID patient = caller.onlyPatient() != null ? caller.onlyPatient() : filter.patientId();
        Appointments.Position position = position(after);
        return Panache.withSession(
                        () -> appointments.list(filter, caller, position, limit).chain(rows -> page(rows, limit)))
                .call(() -> audit.searched("appointment", patient));
    }

    private Uni<Page<AppointmentView>> page(List<Appointment> rows, int limit) {
        return doctors.cards(rows.stream().map(Appointment::doctorId).distinct().toList())
                .map(cards -> Page.of(
                        rows,
                        limit,
                        row -> AppointmentView.of(row, cards.get(row.doctorId())),
                        last -> Cursor.encode(last.startsAt(), last.id())));
    }

    private static Appointments.Position position(String after) {
        List<String> parts = Cursor.decode(after, 2);
        if (parts == null) return null;
        try {
            return new Appointments.Position(Instant.parse(parts.get(0)), UUID.fromString(parts.get(1)));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw Cursor.invalid();
        }
    }
}
