package polyclinic.billing.invoices;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.access.SearchConditions;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.provenance.ExternalId;
import polyclinic.commons.web.TimeRange;

/** Invoices in the database. */
@ApplicationScoped
public class Invoices implements PanacheRepositoryBase<Invoice, UUID> {
    private static final String WITH_LINES = "select i from Invoice i left join fetch i.lines where i.id = :id";

    /** Of those that are issued: what the ledger says. */
    private static final String BALANCE = """
            (select coalesce(sum(e.amount) filter (where e.account = '%s'), 0)
               from posting p join ledger_entry e on e.posting_id = p.id where p.invoice_id = i.id)""";

    private static final String DUE = BALANCE.formatted("RECEIVABLE");
    private static final String PAID = BALANCE.formatted("FUNDS");

    /** What is asked for; null members are not. */
    record Criteria(
            @Nullable UUID patientId,
            @Nullable UUID encounterId,
            @Nullable InvoiceStatus status,
            @Nullable ExternalId externalId,
            TimeRange issued) {
        private static final Duration DEFAULT_PERIOD = Duration.ofDays(92);

        /**
         * The same, of the last {@link #DEFAULT_PERIOD} where nothing else says of which: whether an issued invoice is paid is
         * summed up, which nobody does for all that there ever were.
         */
        Criteria bounded(Instant now) {
            boolean summed = status != null && status != InvoiceStatus.DRAFT && status != InvoiceStatus.VOID;
            if (!summed || patientId != null || encounterId != null || externalId != null || issued.from() != null)
                return this;
            Instant end = issued.before() == null ? now : issued.before();
            return new Criteria(
                    patientId,
                    encounterId,
                    status,
                    externalId,
                    new TimeRange(end.minus(DEFAULT_PERIOD), issued.before()));
        }
    }

    /** The invoice, or null when there is none within the scope. */
    public Uni<@Nullable Invoice> visible(UUID id, Scope scope) {
        return ids(within(scope).and("i.id = :id", "id", id), "", 1)
                .chain(found -> found.isEmpty() ? Uni.createFrom().nullItem() : whole(id));
    }

    /** For callers who reach all; null when there is none. */
    public Uni<@Nullable Invoice> whole(UUID id) {
        return find(WITH_LINES, Map.of("id", id)).<Invoice>list().map(found -> found.isEmpty() ? null : found.get(0));
    }

    /** For callers who reach all, with its row locked until the transaction ends. Fails with 404 when there is none. */
    public Uni<Invoice> locked(UUID id) {
        return find("id", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .<Invoice>firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("invoice"))
                .call(invoice -> Mutiny.fetch(invoice.lines()));
    }

    /**
     * The open draft that an automatic line goes into, locked: that of its encounter, else that of its appointment, which a visit's
     * encounter shares with what knows of the appointment alone, else that of neither; null when there is none. Needs the lock on
     * the appointment, where there is one.
     */
    public Uni<@Nullable Invoice> openDraft(Invoice.Head head) {
        Map<String, Object> parameters = new HashMap<>(
                Map.of("patient", head.patientId(), "currency", head.currency().getCurrencyCode()));
        StringBuilder condition = new StringBuilder(
                "i.patient_id = :patient and i.currency = :currency and i.status = 'DRAFT' and not i.is_full and ");
        if (head.encounterId() != null) {
            condition.append("(i.encounter_id = :encounter");
            parameters.put("encounter", head.encounterId());
            if (head.appointmentId() != null) {
                condition.append(" or i.encounter_id is null and i.automatic and i.appointment_id = :appointment");
                parameters.put("appointment", head.appointmentId());
            }
            condition.append(")");
        } else if (head.appointmentId() != null) {
            condition.append("(i.encounter_id is not null or i.automatic) and i.appointment_id = :appointment");
            parameters.put("appointment", head.appointmentId());
        } else condition.append("i.encounter_id is null and i.automatic and i.appointment_id is null");
        return ids(condition + " order by i.encounter_id nulls last, i.id for update", parameters, 1)
                .chain(found -> found.isEmpty() ? Uni.createFrom().nullItem() : whole(found.get(0)));
    }

    /** Those of an appointment that are not void, in the order in which they were made. */
    public Uni<List<UUID>> ofAppointment(UUID appointmentId) {
        return open("i.appointment_id = :appointment", Map.of("appointment", appointmentId));
    }

    /** The same of a patient's encounter without an appointment. */
    public Uni<List<UUID>> ofWalkIn(UUID encounterId, UUID patientId) {
        return open(
                "i.patient_id = :patient and i.encounter_id = :encounter and i.appointment_id is null",
                Map.of("patient", patientId, "encounter", encounterId));
    }

    private Uni<List<UUID>> open(String condition, Map<String, Object> parameters) {
        return ids(
                condition + " and i.status <> 'VOID' and i.provenance_source is null order by i.id", parameters, 1000);
    }

    /**
     * Newest first.
     *
     * @param after the last id of the previous page, or null
     * @return one more than the limit when there are more
     */
    Uni<List<Invoice>> list(Criteria asked, @Nullable UUID after, int limit, Scope scope) {
        SearchConditions where = within(scope)
                .and("i.patient_id = :asked", "asked", asked.patientId())
                .and("i.encounter_id = :encounter", "encounter", asked.encounterId())
                .and("i.issued_at >= :from", "from", asked.issued().from())
                .and("i.issued_at < :before", "before", asked.issued().before())
                .and("i.id < :after", "after", after);
        if (asked.externalId() != null) {
            where.and(
                            "i.provenance_source = :source",
                            "source",
                            asked.externalId().source())
                    .and(
                            "i.provenance_external_id = :external",
                            "external",
                            asked.externalId().id());
        }
        if (asked.status() != null) where.and(of(asked.status()));
        return ids(where, " order by i.id desc", limit + 1).chain(this::withLines);
    }

    private static String of(InvoiceStatus status) {
        return switch (status) {
            case DRAFT -> "i.status = 'DRAFT'";
            case VOID -> "i.status = 'VOID'";
            case PAID -> "i.status = 'ISSUED' and " + DUE + " <= 0";
            case PARTIALLY_PAID -> "i.status = 'ISSUED' and " + DUE + " > 0 and " + PAID + " > 0";
            case ISSUED -> "i.status = 'ISSUED' and " + DUE + " > 0 and " + PAID + " <= 0";
        };
    }

    private static Uni<List<UUID>> ids(SearchConditions conditions, String order, int limit) {
        return ids(conditions + order, conditions.parameters(), limit);
    }

    /** Selects ids first: joined with its lines, an invoice is several rows, which a limit would cut apart. */
    private static Uni<List<UUID>> ids(String condition, Map<String, Object> parameters, int limit) {
        return Panache.getSession().chain(session -> {
            var query = session.createNativeQuery(
                    limited("select i.id from invoice i where " + condition, limit), UUID.class);
            parameters.forEach(query::setParameter);
            return query.getResultList();
        });
    }

    private static String limited(String statement, int limit) {
        return statement.endsWith(" for update")
                ? statement.replaceAll(" for update$", " limit " + limit + " for update")
                : statement + " limit " + limit;
    }

    private Uni<List<Invoice>> withLines(List<UUID> ids) {
        if (ids.isEmpty()) return Uni.createFrom().item(List.of());
        return find("select distinct i from Invoice i left join fetch i.lines where i.id in ?1", ids)
                .<Invoice>list()
                .map(found -> found.stream()
                        .sorted(Comparator.comparingInt(invoice -> ids.indexOf(invoice.id())))
                        .toList());
    }

    /** A patient sees what was issued, not what is being written. */
    private static SearchConditions within(Scope scope) {
        return SearchConditions.within(scope, "(i.patient_id = :patient and i.issued_at is not null)");
    }
}
