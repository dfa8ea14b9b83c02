package polyclinic.prescription.dispensing;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.HiddenRows;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;
import polyclinic.prescription.prescriptions.PrescriptionAccess;

/** Reads of dispenses. Who may see the prescription may see what was dispensed for it. */
@ApplicationScoped
public class DispenseQueries {
    private final Dispenses dispenses;
    private final PrescriptionAccess access;
    private final Audit audit;

    DispenseQueries(Dispenses dispenses, PrescriptionAccess access, Audit audit) {
        this.dispenses = dispenses;
        this.access = access;
        this.audit = audit;
    }

    Uni<DispenseView> get(UUID id, Caller caller) {
        return see(id, caller)
                .call(found -> audit.read("dispense", id, found.patientId()))
                .map(DispenseView::of);
    }

    /** Fails with 404 when there is none that the caller may see. Must not be called inside a transaction. */
    public Uni<Dispense> see(UUID id, Caller caller) {
        return Panache.withSession(() -> dispenses.whole(id))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("dispense"))
                .call(found -> access.see(found.prescriptionId(), caller)
                        .onFailure(NotFound.class)
                        .recoverWithUni(
                                () -> Panache.withSession(() -> HiddenRows.notFound("dispense", "Dispense", id))));
    }

    /** The answer to a repeated request: what the caller may see now, read and audited like anything else. */
    public Uni<Answer<DispenseView>> reread(UUID id, Caller caller) {
        return get(id, caller).map(view -> Answer.ok(view.version(), view));
    }

    /** Oldest first. Fails with 404 when there is no such prescription that the caller may see. */
    Uni<Page<DispenseView>> of(UUID prescriptionId, @Nullable UUID after, int limit, Caller caller) {
        return access.see(prescriptionId, caller)
                .call(seen -> audit.read("dispense", prescriptionId, seen.patientId()))
                .chain(seen -> Panache.withSession(() -> dispenses.of(prescriptionId, after, limit)))
                .map(found -> Page.of(found, limit, DispenseView::of, last -> Cursor.encode(last.id())));
    }
}
