package polyclinic.appointment.orders;

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

/** Reads of orders. Each is in the audit trail before the answer leaves. */
@ApplicationScoped
public class OrderQueries {
    private final MedicalOrders orders;
    private final WorkVisibility visibility;
    private final Audit audit;

    OrderQueries(MedicalOrders orders, WorkVisibility visibility, Audit audit) {
        this.orders = orders;
        this.visibility = visibility;
        this.audit = audit;
    }

    Uni<OrderView> get(UUID id, Caller caller) {
        return Panache.withSession(() -> orders.require(id, caller).map(MedicalOrder::view))
                .call(view -> audit.read("order", id, view.patientId()));
    }

    /** The answer to a repeated request: what the caller may see now, read and audited like anything else. */
    public Uni<Answer<OrderView>> reread(UUID id, Caller caller) {
        return get(id, caller).map(view -> Answer.ok(view.version(), view));
    }

    Uni<Page<OrderView>> list(MedicalOrders.Filter filter, Caller caller, @Nullable String after, int limit) {
        UUID last = Cursor.id(after);
        UUID patient = filter.patientId();
        return Panache.withSession(() -> orders.list(filter, caller, last, limit))
                .map(rows -> Page.of(rows, limit, MedicalOrder::view, row -> Cursor.encode(row.id())))
                .call(page -> audit.searched(
                        "order",
                        patient,
                        page.items(),
                        () -> Panache.withSession(() -> visibility.reaches(caller, Objects.requireNonNull(patient)))));
    }
}
