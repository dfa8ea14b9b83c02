package polyclinic.appointment.alerts;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.WorkVisibility;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/** Reads of alerts. Each is in the audit trail before the answer leaves. */
@ApplicationScoped
class AlertQueries {
    private final Alerts alerts;
    private final WorkVisibility visibility;
    private final Audit audit;

    AlertQueries(Alerts alerts, WorkVisibility visibility, Audit audit) {
        this.alerts = alerts;
        this.visibility = visibility;
        this.audit = audit;
    }

    Uni<AlertView> get(UUID id, Caller caller) {
        return Panache.withSession(() -> alerts.require(id, caller).map(Alert::view))
                .call(view -> audit.read("alert", id, view.patientId()));
    }

    /** The answer to a repeated request: what the caller may see now, read and audited like anything else. */
    Uni<Answer<AlertView>> reread(UUID id, Caller caller) {
        return get(id, caller).map(view -> Answer.ok(view.version(), view));
    }

    Uni<Page<AlertView>> list(Alerts.Filter filter, Caller caller, @Nullable String after, int limit) {
        UUID last = Cursor.id(after);
        UUID patient = filter.patientId();
        return Panache.withSession(() -> alerts.list(filter, caller, last, limit))
                .map(rows -> Page.of(rows, limit, Alert::view, row -> Cursor.encode(row.id())))
                .call(page -> audit.searched(
                        "alert",
                        patient,
                        page.items(),
                        () -> Panache.withSession(() -> visibility.reaches(caller, Objects.requireNonNull(patient)))));
    }
}
