package polyclinic.prescription.formulary;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;
import polyclinic.prescription.formulary.Medications.MedicationPosition;

/**
 * Reads of the formulary. It is not about patients, so they are not audited.
 *
 * <p>The gateway keeps the answers for callers with the same roles, so they may depend on nothing else of the caller.
 */
@ApplicationScoped
class MedicationQueries {
    private final Medications medications;

    MedicationQueries(Medications medications) {
        this.medications = medications;
    }

    Uni<MedicationView> get(UUID id) {
        return Panache.withSession(() -> medications.require(id)).map(MedicationView::of);
    }

    Uni<Page<MedicationView>> list(
            @Nullable String q, Medication.@Nullable Status status, @Nullable String after, int limit) {
        MedicationPosition last = position(after);
        return Panache.withSession(() -> medications.list(q, status, last, limit))
                .map(rows -> Page.of(rows, limit, MedicationView::of, row -> Cursor.encode(row.name(), row.id())));
    }

    private static @Nullable MedicationPosition position(@Nullable String after) {
        List<String> parts = Cursor.decode(after, 2);
        if (parts == null) return null;
        try {
            return new MedicationPosition(parts.get(0), UUID.fromString(parts.get(1)));
        } catch (IllegalArgumentException notOurs) {
            throw Cursor.invalid();
        }
    }
}
