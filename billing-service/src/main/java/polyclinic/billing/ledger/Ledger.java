package polyclinic.billing.ledger;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import polyclinic.billing.money.ItemKind;
import polyclinic.commons.values.ClinicDays;
import polyclinic.commons.values.Ids;
import polyclinic.commons.values.Money;

/** Adds to the ledger and sums it up. What is written needs an open transaction, in which the invoice's row is locked. */
@ApplicationScoped
public class Ledger {
    private static final String BALANCES = """
            select p.invoice_id, e.currency,
                   coalesce(sum(e.amount) filter (where e.account = 'FUNDS'), 0) as paid,
                   coalesce(-sum(e.amount) filter (where e.account = 'RECEIVABLE' and p.type = 'CREDIT_NOTE'), 0) as credited,
                   coalesce(sum(e.amount) filter (where e.account = 'RECEIVABLE'), 0) as due
              from posting p join ledger_entry e on e.posting_id = p.id
             where p.invoice_id in (:invoices)
             group by p.invoice_id, e.currency""";

    private static final String POST = """
            with posted as (
              insert into posting (id, type, document_id, invoice_id, patient_id, method, shift_id, day, posted_at)
              values (:id, :type, :document, :invoice, :patient, cast(:method as text), cast(:shift as uuid), :day, :at)
              returning id)
            insert into ledger_entry (posting_id, line, account, currency, amount, kind, doctor_id)
            select posted.id, entry.* from posted
              cross join unnest(cast(:lines as int[]), cast(:accounts as text[]), cast(:currencies as text[]),
                                cast(:amounts as numeric[]), cast(:kinds as text[]), cast(:doctors as uuid[])) as entry""";

    private static final String SUMS = """
            select e.account, e.kind, e.doctor_id, sum(e.amount) from posting p join ledger_entry e on e.posting_id = p.id
             where %s group by e.account, e.kind, e.doctor_id order by e.account, e.kind, e.doctor_id nulls first""";

    private final ClinicDays days;

    Ledger(ClinicDays days) {
        this.days = days;
    }

    public Uni<Void> post(LedgerPosting posting) {
        LedgerColumns entries = LedgerColumns.of(posting);
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(POST)
                        .setParameter("id", Ids.next())
                        .setParameter("type", posting.type().name())
                        .setParameter("document", posting.documentId())
                        .setParameter("invoice", posting.invoiceId())
                        .setParameter("patient", posting.patientId())
                        .setParameter(
                                "method",
                                posting.method() == null
                                        ? null
                                        : posting.method().name())
                        .setParameter(
                                "shift",
                                posting.shiftId() == null
                                        ? null
                                        : posting.shiftId().toString())
                        .setParameter("day", days.day(posting.at()))
                        .setParameter("at", posting.at())
                        .setParameter("lines", entries.lines())
                        .setParameter("accounts", entries.accounts())
                        .setParameter("currencies", entries.currencies())
                        .setParameter("amounts", entries.amounts())
                        .setParameter("kinds", entries.kinds())
                        .setParameter("doctors", entries.doctors())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** How an invoice stands; all zero where nothing was posted. */
    public Uni<Balance> balance(UUID invoiceId, Currency currency) {
        return balances(List.of(invoiceId)).map(found -> found.getOrDefault(invoiceId, Balance.none(currency)));
    }

    /** How invoices stand, by id; without those of which nothing was posted. */
    public Uni<Map<UUID, Balance>> balances(Collection<UUID> invoiceIds) {
        if (invoiceIds.isEmpty()) return Uni.createFrom().item(Map.of());
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(BALANCES, Object[].class)
                        .setParameter("invoices", invoiceIds)
                        .getResultList())
                .map(rows -> {
                    Map<UUID, Balance> balances = new HashMap<>();
                    for (Object[] row : rows) {
                        Currency currency = Money.currency((String) row[1]);
                        balances.put(
                                (UUID) row[0],
                                new Balance(money(row[2], currency), money(row[3], currency), money(row[4], currency)));
                    }
                    return balances;
                });
    }

    /** What a payment and its refunds have brought in by category, where anything is left. */
    public Uni<Map<Category, Money>> received(UUID paymentId, Currency currency) {
        return sums(
                        "p.document_id = :id or p.document_id in (select r.id from refund r where r.payment_id = :id)",
                        paymentId,
                        currency)
                .map(Ledger::received);
    }

    /** What an invoice and its credit notes have posted, as one entry for each account and category. */
    public Uni<List<LedgerEntry>> invoiced(UUID invoiceId, Currency currency) {
        return sums("p.invoice_id = :id and p.type in ('INVOICE', 'CREDIT_NOTE')", invoiceId, currency);
    }

    /** Cash taken in a shift less cash given back. */
    public Uni<Money> cash(UUID shiftId, Currency currency) {
        return cash(List.of(shiftId)).map(sums -> new Money(sums.getOrDefault(shiftId, BigDecimal.ZERO), currency));
    }

    /** The same of several, by id, in each one's currency; without those that had none. */
    public Uni<Map<UUID, BigDecimal>> cash(Collection<UUID> shiftIds) {
        if (shiftIds.isEmpty()) return Uni.createFrom().item(Map.of());
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select p.shift_id, sum(e.amount) from posting p join ledger_entry e on e.posting_id = p.id"
                                        + " where p.shift_id in (:shifts) and p.method = 'CASH' and e.account = 'FUNDS'"
                                        + " group by p.shift_id",
                                Object[].class)
                        .setParameter("shifts", shiftIds)
                        .getResultList())
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> (UUID) row[0], row -> (BigDecimal) row[1])));
    }

    private static Uni<List<LedgerEntry>> sums(String condition, UUID id, Currency currency) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(SUMS.formatted(condition), Object[].class)
                        .setParameter("id", id)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new LedgerEntry(
                                Account.valueOf((String) row[0]),
                                money(row[3], currency),
                                new Category(ItemKind.valueOf((String) row[1]), (UUID) row[2])))
                        .filter(entry -> !entry.amount().isZero())
                        .toList());
    }

    private static Map<Category, Money> received(List<LedgerEntry> sums) {
        Map<Category, Money> parts = new LinkedHashMap<>();
        for (LedgerEntry sum : sums)
            if (sum.account() == Account.FUNDS && sum.amount().isPositive()) parts.put(sum.category(), sum.amount());
        return parts;
    }

    private static Money money(Object sum, Currency currency) {
        return new Money((BigDecimal) sum, currency);
    }
}
