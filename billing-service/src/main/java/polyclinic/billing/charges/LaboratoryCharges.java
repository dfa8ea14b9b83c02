package polyclinic.billing.charges;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import polyclinic.billing.invoices.Invoice;
import polyclinic.billing.invoices.InvoicedItem.Source;
import polyclinic.commons.problem.Problem;

/**
 * Laboratory requests are charged test by test, as results come, or as a whole by a cashier, and never both. Whoever charges the
 * one or the other holds the row of the request. Every method needs an open transaction.
 */
@ApplicationScoped
public class LaboratoryCharges {
    private static final String ADD = """
            insert into charge (source_type, source_id, part_of, patient_id, patient_told, state, created_at)
            select 'LAB_REQUEST', test.id, cast(:request as uuid), cast(:patient as uuid), true, 'EXPECTED', now()
              from unnest(cast(:tests as uuid[])) as test (id)
             order by test.id
            on conflict (source_type, source_id) do nothing
            returning source_id""";

    private static final String LOCK = """
            insert into charge as known (source_type, source_id, patient_id, patient_told, state, created_at)
            select 'LAB_REQUEST', request.id, cast(:patient as uuid), false, 'EXPECTED', now()
              from unnest(cast(:requests as uuid[])) as request (id)
             order by request.id
            on conflict (source_type, source_id) do update set state = known.state""";

    /** Whether it is another patient's, of each that an invoice cannot charge: requests of its tests, and tests of its requests. */
    private static final String REFUSED = """
            select known.patient_told and known.patient_id <> :patient from charge known
             where known.source_type = 'LAB_REQUEST'
               and (known.source_id = any(cast(:ofTests as uuid[])) or known.part_of = any(cast(:wholes as uuid[])))
               and (known.state = 'CHARGED' and known.invoice_id <> :invoice
                    or known.patient_told and known.patient_id <> :patient)""";

    /**
     * Of a locked request, makes a charge of each test that has none.
     *
     * @return those tests, which nobody else is told of
     */
    public Uni<Set<UUID>> add(Source request, UUID patientId, List<UUID> tests) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ADD, UUID.class)
                        .setParameter("request", request.id())
                        .setParameter("patient", patientId)
                        .setParameter("tests", tests.toArray(UUID[]::new))
                        .getResultList())
                .map(Set::copyOf);
    }

    /** Locks the requests of an invoice's lines, before anything else of them. */
    Uni<Void> lock(Invoice invoice) {
        List<UUID> requests =
                laboratory(invoice).stream().map(Source::id).distinct().toList();
        if (requests.isEmpty()) return Uni.createFrom().voidItem();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(LOCK)
                        .setParameter("patient", invoice.patientId())
                        .setParameter("requests", requests.toArray(UUID[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Fails where another invoice charges a test of a request that this one charges as a whole, or the other way round. */
    Uni<Void> requireFree(Invoice invoice) {
        List<Source> sources = laboratory(invoice);
        if (sources.isEmpty()) return Uni.createFrom().voidItem();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(REFUSED, Boolean.class)
                        .setParameter("patient", invoice.patientId())
                        .setParameter("invoice", invoice.id())
                        .setParameter("ofTests", requests(sources, true))
                        .setParameter("wholes", requests(sources, false))
                        .getResultList())
                .invoke(refused -> {
                    if (refused.contains(true)) throw anotherPatient();
                    if (!refused.isEmpty()) throw new AlreadyCharged();
                })
                .replaceWithVoid();
    }

    static Problem anotherPatient() {
        return Problem.invalid("lines", "must be of what was done for this patient");
    }

    private static UUID[] requests(List<Source> sources, boolean ofTests) {
        return sources.stream()
                .filter(source -> (source.itemId() != null) == ofTests)
                .map(Source::id)
                .toArray(UUID[]::new);
    }

    private static List<Source> laboratory(Invoice invoice) {
        return invoice.chargedSources().stream()
                .filter(source -> source.type() == Source.Type.LAB_REQUEST)
                .toList();
    }
}
