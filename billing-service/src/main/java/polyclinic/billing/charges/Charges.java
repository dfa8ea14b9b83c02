package polyclinic.billing.charges;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.invoices.Invoice;
import polyclinic.billing.invoices.InvoicedItem.Source;

/**
 * What has its lines in an invoice: the key is the source, so that nothing is charged twice, whoever tries at the same time. Every
 * method needs an open transaction.
 */
@ApplicationScoped
public class Charges {
    private static final String TAKE = """
            insert into charge as known (source_type, source_id, patient_id, invoice_id, state, created_at)
            values (:type, :id, :patient, :invoice, 'CHARGED', now())
            on conflict (source_type, source_id) do update set invoice_id = excluded.invoice_id, state = 'CHARGED'
             where known.state in ('EXPECTED', 'RELEASED') or known.invoice_id = excluded.invoice_id and known.state = 'CHARGED'""";

    /** How a source stands. */
    public enum State {
        /** Something was told of it, and it has not arrived itself. */
        EXPECTED,
        CHARGED,
        /** Taken out of a draft, or its invoice is void: it may be charged again by hand. */
        RELEASED,
        /** Taken back before it was charged: it makes no line any more. */
        WITHDRAWN
    }

    /** A source and its invoice. @param invoiceId null unless it is charged */
    public record Charge(State state, @Nullable UUID invoiceId) {}

    /** Takes the sources of an invoice that a cashier wrote and gives back those that it no longer has. */
    public Uni<Void> take(Invoice invoice) {
        return giveBackOthers(invoice).chain(() -> takeAll(invoice));
    }

    private static Uni<Void> takeAll(Invoice invoice) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Source source : invoice.sources())
            all = all.chain(() -> Panache.getSession())
                    .chain(session -> bind(session.createNativeQuery(TAKE), source)
                            .setParameter("patient", invoice.patientId())
                            .setParameter("invoice", invoice.id())
                            .executeUpdate())
                    .map(taken -> {
                        if (taken == 0) throw new AlreadyCharged();
                        return null;
                    });
        return all;
    }

    private static Uni<Integer> giveBackOthers(Invoice invoice) {
        List<String> kept = Stream.concat(
                        Stream.of(""),
                        invoice.sources().stream().map(source -> source.type().name() + source.id()))
                .toList();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("update charge set state = 'RELEASED', invoice_id = null"
                                + " where invoice_id = :invoice and (source_type || source_id) not in (:kept)")
                        .setParameter("invoice", invoice.id())
                        .setParameter("kept", kept)
                        .executeUpdate());
    }

    /**
     * Locks the row of a source, which is made when there is none: from then on until the transaction ends, what is told of one
     * source has its effect one behind the other.
     */
    public Uni<Charge> locked(Source source, UUID patientId) {
        return Panache.getSession().chain(session -> bind(
                        session.createNativeQuery(
                                "insert into charge (source_type, source_id, patient_id, state, created_at)"
                                        + " values (:type, :id, :patient, 'EXPECTED', now()) on conflict do nothing"),
                        source)
                .setParameter("patient", patientId)
                .executeUpdate()
                .chain(() -> lock(session, source)));
    }

    private static Uni<Charge> lock(Mutiny.Session session, Source source) {
        return select(
                        session.createNativeQuery(
                                "select state, invoice_id from charge where source_type = :type and source_id = :id"
                                        + " for update",
                                Object[].class),
                        source)
                .getSingleResult()
                .map(row -> new Charge(State.valueOf((String) row[0]), (UUID) row[1]));
    }

    /** Says how a locked source stands now. */
    public Uni<Void> set(Source source, State state, @Nullable UUID invoiceId) {
        return Panache.getSession()
                .chain(session -> bind(
                                session.createNativeQuery("update charge set state = :state,"
                                        + " invoice_id = cast(:invoice as uuid)"
                                        + " where source_type = :type and source_id = :id"),
                                source)
                        .setParameter("state", state.name())
                        .setParameter("invoice", invoiceId == null ? null : invoiceId.toString())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** An invoice was voided: what it was for may be charged again by hand, and nothing charges it by itself. */
    public Uni<Void> release(UUID invoiceId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "update charge set state = 'RELEASED', invoice_id = null where invoice_id = :invoice")
                        .setParameter("invoice", invoiceId)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** The medicines of a dispense are with the patient. */
    public Uni<Void> handedOver(Source source) {
        return Panache.getSession()
                .chain(session -> bind(
                                session.createNativeQuery("update charge set handed_over = true"
                                        + " where source_type = :type and source_id = :id"),
                                source)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Whether medicines of an invoice are with the patient. */
    public Uni<Boolean> isHandedOver(UUID invoiceId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select count(*) from charge where invoice_id = :invoice and handed_over", Long.class)
                        .setParameter("invoice", invoiceId)
                        .getSingleResult())
                .map(count -> count > 0);
    }

    private static <T> Mutiny.SelectionQuery<T> select(Mutiny.SelectionQuery<T> query, Source source) {
        return query.setParameter("type", source.type().name()).setParameter("id", source.id());
    }

    private static Mutiny.MutationQuery bind(Mutiny.MutationQuery query, Source source) {
        return query.setParameter("type", source.type().name()).setParameter("id", source.id());
    }
}
