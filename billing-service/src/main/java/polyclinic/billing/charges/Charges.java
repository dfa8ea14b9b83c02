package polyclinic.billing.charges;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
            insert into charge as known
                   (source_type, source_id, part_of, patient_id, patient_told, invoice_id, state, created_at)
            select source.type, source.id, nullif(source.whole, source.id), cast(:patient as uuid), false,
                   cast(:invoice as uuid), 'CHARGED', now()
              from unnest(cast(:types as text[]), cast(:ids as uuid[]), cast(:wholes as uuid[])) as source (type, id, whole)
             order by source.type, source.id
            on conflict (source_type, source_id) do update
               set invoice_id = excluded.invoice_id, patient_id = excluded.patient_id, state = 'CHARGED'
             where (known.patient_id = excluded.patient_id or not known.patient_told)
               and (known.state in ('EXPECTED', 'RELEASED')
                    or known.state = 'WITHDRAWN' and known.source_type = 'LAB_REQUEST'
                    or known.invoice_id = excluded.invoice_id and known.state = 'CHARGED')""";

    private static final String OF_ANOTHER_PATIENT = """
            select count(*) from charge known
              join unnest(cast(:types as text[]), cast(:ids as uuid[])) as source (type, id)
                on known.source_type = source.type and known.source_id = source.id
             where known.patient_id <> :patient and known.patient_told""";

    /** How a source stands. */
    public enum State {
        /** Something was told of it, and it has not arrived itself. */
        EXPECTED,
        CHARGED,
        /** Taken out of a draft, or its invoice is void: it may be charged again by hand. */
        RELEASED,
        /** Taken back before it was charged: it makes no line any more. Of a laboratory request: its tests make them. */
        WITHDRAWN
    }

    /** Nothing changes of a row that is there, but it is locked. */
    private static final String LOCK = """
            insert into charge as known (source_type, source_id, patient_id, patient_told, state, created_at)
            values (:type, :id, :patient, true, 'EXPECTED', now())
            on conflict (source_type, source_id) do update set state = known.state
            returning known.state,
                      coalesce((select i.patient_id from invoice i
                                 where i.id = coalesce(known.invoice_id, known.released_from)), known.patient_id),
                      known.invoice_id, known.released_from, known.handed_over, known.xmax = 0,
                      known.patient_told and known.patient_id = :patient""";

    /**
     * A source and its invoice.
     *
     * @param isNew whether nothing was known of it before
     * @param patientId who is or was charged, else whom an event named
     * @param invoiceId null unless it is charged
     * @param releasedFrom the invoice that had its lines before, or null
     */
    public record Charge(
            State state,
            UUID patientId,
            @Nullable UUID invoiceId,
            @Nullable UUID releasedFrom,
            boolean handedOver,
            boolean isNew) {}

    private final LaboratoryCharges laboratory;

    Charges(LaboratoryCharges laboratory) {
        this.laboratory = laboratory;
    }

    /** Takes the sources of an invoice that a cashier wrote and gives back those that it no longer has. */
    public Uni<Void> take(Invoice invoice) {
        return laboratory
                .lock(invoice)
                .chain(() -> giveBackOthers(invoice))
                .chain(() -> laboratory.requireFree(invoice))
                .chain(() -> takeAll(invoice));
    }

    private static Uni<Void> takeAll(Invoice invoice) {
        List<Source> sources = ofDifferentRows(invoice.chargedSources());
        if (sources.isEmpty()) return Uni.createFrom().voidItem();
        return Panache.getSession().chain(session -> bind(session.createNativeQuery(TAKE), sources)
                .setParameter("patient", invoice.patientId())
                .setParameter("invoice", invoice.id())
                .setParameter("wholes", sources.stream().map(Source::id).toArray(UUID[]::new))
                .executeUpdate()
                .chain(taken -> taken == sources.size()
                        ? Uni.createFrom().voidItem()
                        : refuse(session, sources, invoice.patientId())));
    }

    /** Nothing keeps a cashier from naming one test in two requests. */
    private static List<Source> ofDifferentRows(List<Source> sources) {
        Set<String> rows = new HashSet<>();
        return sources.stream().filter(source -> rows.add(row(source))).toList();
    }

    private static Uni<Void> refuse(Mutiny.Session session, List<Source> sources, UUID patientId) {
        return session.createNativeQuery(OF_ANOTHER_PATIENT, Long.class)
                .setParameter("types", types(sources))
                .setParameter("ids", ids(sources))
                .setParameter("patient", patientId)
                .getSingleResult()
                .map(others -> {
                    if (others > 0) throw LaboratoryCharges.anotherPatient();
                    throw new AlreadyCharged();
                });
    }

    private static Uni<Integer> giveBackOthers(Invoice invoice) {
        List<String> kept = Stream.concat(
                        Stream.of(""), invoice.chargedSources().stream().map(Charges::row))
                .toList();
        return Panache.getSession().chain(session -> session.createNativeQuery(
                        "update charge set state = 'RELEASED', invoice_id = null, released_from = invoice_id"
                                + " where invoice_id = :invoice and (source_type || source_id) not in (:kept)")
                .setParameter("invoice", invoice.id())
                .setParameter("kept", kept)
                .executeUpdate());
    }

    /** The invoice that a source is charged in, without a lock; null when there is none. */
    public Uni<@Nullable UUID> invoiceOf(Source source) {
        return Panache.getSession().chain(session -> select(
                        session.createNativeQuery(
                                "select invoice_id from charge where source_type = :type and source_id = :id",
                                UUID.class),
                        source)
                .getSingleResultOrNull());
    }

    /**
     * Locks the row of a source, which is made when there is none: from then on until the transaction ends, what is told of one
     * source has its effect one behind the other. Whoever locks its invoice too does that first.
     *
     * @param patientId whom an event names: from now on no other patient is charged
     * @return how it stood before that was told
     */
    public Uni<Charge> locked(Source source, UUID patientId) {
        return Panache.getSession().chain(session -> select(session.createNativeQuery(LOCK, Object[].class), source)
                .setParameter("patient", patientId)
                .getSingleResult()
                .call(row -> (Boolean) row[6] ? Uni.createFrom().voidItem() : tellPatient(session, source, patientId))
                .map(row -> new Charge(
                        State.valueOf((String) row[0]),
                        (UUID) row[1],
                        (UUID) row[2],
                        (UUID) row[3],
                        (Boolean) row[4],
                        (Boolean) row[5])));
    }

    private static Uni<Void> tellPatient(Mutiny.Session session, Source source, UUID patientId) {
        return bind(
                        session.createNativeQuery("update charge set patient_id = :patient, patient_told = true"
                                + " where source_type = :type and source_id = :id"),
                        source)
                .setParameter("patient", patientId)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Says how a locked source stands now. */
    public Uni<Void> set(Source source, State state, @Nullable UUID invoiceId) {
        return set(List.of(source), state, invoiceId);
    }

    /** Says how locked sources stand now. */
    public Uni<Void> set(List<Source> sources, State state, @Nullable UUID invoiceId) {
        return Panache.getSession()
                .chain(session -> bind(
                                session.createNativeQuery("update charge known set state = :state,"
                                        + " invoice_id = cast(:invoice as uuid)"
                                        + " from unnest(cast(:types as text[]), cast(:ids as uuid[])) as source (type, id)"
                                        + " where known.source_type = source.type and known.source_id = source.id"),
                                sources)
                        .setParameter("state", state.name())
                        .setParameter("invoice", invoiceId == null ? null : invoiceId.toString())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** An invoice was voided: what it was for may be charged again by hand, and nothing charges it by itself. */
    public Uni<Void> release(UUID invoiceId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("update charge set state = 'RELEASED', invoice_id = null,"
                                + " released_from = invoice_id where invoice_id = :invoice")
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

    /** Whether medicines of an invoice are with the patient; nobody is given them until the open transaction ends. */
    public Uni<Boolean> isHandedOver(UUID invoiceId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select handed_over from charge where invoice_id = :invoice"
                                        + " order by source_type, source_id for update",
                                Boolean.class)
                        .setParameter("invoice", invoiceId)
                        .getResultList())
                .map(charges -> charges.contains(true));
    }

    /** Whether a patient's own visit is what is known of an encounter; true where nothing is known of it. */
    public Uni<Boolean> mayBeOf(UUID encounterId, UUID patientId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select count(*) from charge where source_type = 'ENCOUNTER' and source_id = :encounter"
                                        + " and patient_told and patient_id <> :patient",
                                Long.class)
                        .setParameter("encounter", encounterId)
                        .setParameter("patient", patientId)
                        .getSingleResult())
                .map(others -> others == 0);
    }

    private static String[] types(List<Source> sources) {
        return sources.stream().map(source -> source.type().name()).toArray(String[]::new);
    }

    private static UUID[] ids(List<Source> sources) {
        return sources.stream().map(Charges::key).toArray(UUID[]::new);
    }

    private static String row(Source source) {
        return source.type().name() + key(source);
    }

    /** The id of the row: of a test of a laboratory request its own, of anything else that of all of it. */
    private static UUID key(Source source) {
        UUID item = source.charged().itemId();
        return item == null ? source.id() : item;
    }

    private static Mutiny.MutationQuery bind(Mutiny.MutationQuery query, List<Source> sources) {
        return query.setParameter("types", types(sources)).setParameter("ids", ids(sources));
    }

    private static <T> Mutiny.SelectionQuery<T> select(Mutiny.SelectionQuery<T> query, Source source) {
        return query.setParameter("type", source.type().name()).setParameter("id", source.id());
    }

    private static Mutiny.MutationQuery bind(Mutiny.MutationQuery query, Source source) {
        return query.setParameter("type", source.type().name()).setParameter("id", source.id());
    }
}
