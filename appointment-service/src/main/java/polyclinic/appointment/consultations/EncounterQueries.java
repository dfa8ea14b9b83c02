package polyclinic.appointment.consultations;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.AppointmentAccessPolicy;
import polyclinic.appointment.access.PatientReach;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/** Reads of encounters. Each is in the audit trail before the answer leaves. */
@ApplicationScoped
class EncounterQueries {
    private final Encounters encounters;
    private final Audit audit;

    EncounterQueries(Encounters encounters, Audit audit) {
        this.encounters = encounters;
        this.audit = audit;
    }

    Uni<EncounterView> get(UUID id, Caller caller) {
        Scope scope = AppointmentAccessPolicy.encounters(caller);
        return Panache.withSession(() -> encounters.require(id, scope).map(EncounterView::of))
                .call(view -> audit.read("encounter", id, view.patientId()));
    }

    Uni<Page<EncounterView>> list(
            @Nullable UUID patientId, @Nullable UUID doctorId, Caller caller, @Nullable String after, int limit) {
        Scope scope = AppointmentAccessPolicy.encounters(caller);
        UUID last = Cursor.id(after);
        return Panache.withSession(() -> encounters.list(patientId, doctorId, scope, last, limit))
                .map(rows -> Page.of(rows, limit, EncounterView::of, row -> Cursor.encode(row.id())))
                .call(page -> audit.searched(
                        "encounter",
                        patientId,
                        page.items(),
                        () -> PatientReach.of(scope, Objects.requireNonNull(patientId))));
    }
}
