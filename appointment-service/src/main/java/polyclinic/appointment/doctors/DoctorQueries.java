package polyclinic.appointment.doctors;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.doctors.Doctors.DoctorPosition;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/**
 * Reads of doctors. They are not about patients, so they are not audited.
 *
 * <p>The gateway keeps the answers for callers with the same roles, so they may depend on nothing else of the caller.
 */
@ApplicationScoped
class DoctorQueries {
    private final Doctors doctors;

    DoctorQueries(Doctors doctors) {
        this.doctors = doctors;
    }

    Uni<DoctorView> get(UUID id, Caller caller) {
        return Panache.withSession(() -> doctors.require(id)).map(doctor -> DoctorView.of(doctor, caller));
    }

    /** The doctor whose account the caller uses. */
    Uni<DoctorView> self(Caller caller) {
        return Panache.withSession(() -> doctors.requireAccount(caller.subject()))
                .map(doctor -> DoctorView.of(doctor, caller));
    }

    Uni<Page<DoctorView>> list(Doctors.Filter filter, Caller caller, @Nullable String after, int limit) {
        DoctorPosition last = position(after);
        return Panache.withSession(() -> doctors.list(filter, last, limit))
                .map(rows -> Page.of(
                        rows,
                        limit,
                        doctor -> DoctorView.of(doctor, caller),
                        row -> Cursor.encode(row.familyName(), row.givenName(), row.id())));
    }

    private static @Nullable DoctorPosition position(@Nullable String after) {
        List<String> parts = Cursor.decode(after, 3);
        if (parts == null) return null;
        try {
            return new DoctorPosition(parts.get(0), parts.get(1), UUID.fromString(parts.get(2)));
        } catch (IllegalArgumentException notOurs) {
            throw Cursor.invalid();
        }
    }
}
