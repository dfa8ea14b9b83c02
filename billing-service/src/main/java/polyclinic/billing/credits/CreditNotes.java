package polyclinic.billing.credits;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.access.BillingAccessPolicy;
import polyclinic.commons.identity.Scope;

/** Credit notes in the database. */
@ApplicationScoped
class CreditNotes implements PanacheRepositoryBase<CreditNote, UUID> {
    /** The credit note, or null when there is none within the scope. */
    Uni<@Nullable CreditNote> visible(UUID id, Scope scope) {
        return find("select distinct n from CreditNote n left join fetch n.lines where n.id = ?1", id)
                .<CreditNote>list()
                .map(found -> found.stream()
                        .filter(note -> BillingAccessPolicy.reaches(scope, note.patientId()))
                        .findFirst()
                        .orElse(null));
    }

    /** Those of an invoice, in their order. */
    Uni<List<CreditNote>> of(UUID invoiceId) {
        return list(
                "select distinct n from CreditNote n left join fetch n.lines where n.invoiceId = ?1 order by n.id",
                invoiceId);
    }
}
