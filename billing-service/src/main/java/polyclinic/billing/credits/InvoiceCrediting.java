package polyclinic.billing.credits;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import polyclinic.billing.invoices.Invoice;
import polyclinic.billing.invoices.InvoiceEvent;
import polyclinic.billing.invoices.InvoiceLine;
import polyclinic.billing.invoices.Invoices;
import polyclinic.billing.ledger.Balance;
import polyclinic.billing.ledger.DocumentNumbers;
import polyclinic.billing.ledger.DocumentNumbers.Series;
import polyclinic.billing.ledger.Ledger;
import polyclinic.billing.money.MixedCurrency;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Money;
import polyclinic.commons.web.Answer;

/** What of an issued invoice is not owed becomes a credit note; the invoice stays as it is. */
@ApplicationScoped
public class InvoiceCrediting {
    private final Invoices invoices;
    private final CreditNotes notes;
    private final CreditNoteQueries queries;
    private final DocumentNumbers numbers;
    private final Ledger ledger;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    InvoiceCrediting(
            Invoices invoices,
            CreditNotes notes,
            CreditNoteQueries queries,
            DocumentNumbers numbers,
            Ledger ledger,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.invoices = invoices;
        this.notes = notes;
        this.queries = queries;
        this.numbers = numbers;
        this.ledger = ledger;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<CreditNoteView>> credit(UUID invoiceId, IssueCreditNote request, Caller caller) {
        return idempotency.once(
                request,
                () -> invoices.locked(invoiceId)
                        .chain(invoice -> credited(invoice)
                                .map(before -> lines(invoice, before, request.lines()))
                                .chain(lines -> issue(invoice, lines, request.reason())))
                        .map(CreditNoteView::of)
                        .map(view -> Answer.created(view.location(), view.version(), view)),
                earlier -> queries.reread(earlier.createdId(), caller));
    }

    /**
     * Credits what was given back, in the open transaction, with the invoice's row locked: no more than is left of each line, and
     * of the invoice after what was credited otherwise.
     *
     * @param choice given what each line has left, the quantity to credit by line
     */
    public Uni<Void> creditReturns(Invoice invoice, UnaryOperator<Map<UUID, BigDecimal>> choice, String reason) {
        return credited(invoice).chain(before -> {
            Map<UUID, BigDecimal> left = new HashMap<>();
            for (InvoiceLine line : invoice.lines())
                left.put(line.id(), line.quantity().subtract(before.getOrDefault(line.id(), BigDecimal.ZERO)));
            Map<UUID, BigDecimal> chosen = choice.apply(left);
            List<CreditedLine> lines = invoice.lines().stream()
                    .filter(line ->
                            chosen.getOrDefault(line.id(), BigDecimal.ZERO).signum() > 0)
                    .map(line -> CreditedLine.of(
                            line,
                            before.getOrDefault(line.id(), BigDecimal.ZERO),
                            chosen.getOrDefault(line.id(), BigDecimal.ZERO)))
                    .toList();
            return ledger.balance(invoice.id(), invoice.currency())
                    .map(balance -> within(invoice.total().minus(balance.credited()), lines))
                    .chain(capped -> capped.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : issue(invoice, capped, reason).replaceWithVoid());
        });
    }

    private static List<CreditedLine> within(Money most, List<CreditedLine> lines) {
        List<CreditedLine> capped = new ArrayList<>();
        Money left = most;
        for (CreditedLine line : lines) {
            if (!left.isPositive()) break;
            CreditedLine part = line.upTo(left);
            left = left.minus(part.total());
            capped.add(part);
        }
        return capped;
    }

    /** The quantity that is credited already, by line. */
    private Uni<Map<UUID, BigDecimal>> credited(Invoice invoice) {
        invoice.requireOpen("credited");
        return notes.of(invoice.id()).map(earlier -> {
            Map<UUID, BigDecimal> quantities = new HashMap<>();
            for (CreditNote note : earlier)
                for (CreditedLine line : note.creditedLines())
                    if (line.lineId() != null) quantities.merge(line.lineId(), line.quantity(), BigDecimal::add);
            return quantities;
        });
    }

    private static List<CreditedLine> lines(
            Invoice invoice, Map<UUID, BigDecimal> before, List<IssueCreditNote.CreditedItem> items) {
        List<CreditedLine> lines = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            IssueCreditNote.CreditedItem item = items.get(i);
            lines.add(item.lineId() == null ? free(invoice, item, i) : part(invoice, before, item, item.lineId(), i));
        }
        return lines;
    }

    private static CreditedLine free(Invoice invoice, IssueCreditNote.CreditedItem item, int index) {
        Money unitPrice = Objects.requireNonNull(item.unitPrice());
        MixedCurrency.refuse("lines[" + index + "].unitPrice", invoice.currency(), unitPrice);
        return CreditedLine.of(
                Objects.requireNonNull(item.description()),
                item.quantity() == null ? BigDecimal.ONE : item.quantity(),
                unitPrice,
                item.taxRate() == null ? BigDecimal.ZERO : item.taxRate());
    }

    /** Counts what this credit note takes of the line in another of its lines. */
    private static CreditedLine part(
            Invoice invoice, Map<UUID, BigDecimal> before, IssueCreditNote.CreditedItem item, UUID lineId, int index) {
        InvoiceLine line = invoice.lines().stream()
                .filter(one -> one.id().equals(lineId))
                .findFirst()
                .orElseThrow(() -> Problem.invalid("lines[" + index + "].lineId", "must be a line of the invoice"));
        BigDecimal already = before.getOrDefault(lineId, BigDecimal.ZERO);
        BigDecimal left = line.quantity().subtract(already);
        BigDecimal quantity = item.quantity() == null ? left : item.quantity();
        if (left.signum() <= 0 || quantity.compareTo(left) > 0) throw new ExceedsInvoiced();
        before.put(lineId, already.add(quantity));
        return CreditedLine.of(line, already, quantity);
    }

    private Uni<CreditNote> issue(Invoice invoice, List<CreditedLine> lines, String reason) {
        Instant now = clock.instant();
        return ledger.balance(invoice.id(), invoice.currency()).chain(before -> {
            requireLeft(invoice, before, lines);
            return numbers.next(Series.CREDIT_NOTE, now)
                    .map(number -> CreditNote.of(invoice, lines, number, reason, now))
                    .invoke(note -> invoice.touch(now))
                    .call(notes::persistAndFlush)
                    .call(note -> ledger.post(note.posting()))
                    .call(note -> ledger.balance(invoice.id(), invoice.currency())
                            .chain(after -> publish(note, invoice, before, after)));
        });
    }

    private Uni<Void> publish(CreditNote note, Invoice invoice, Balance before, Balance after) {
        AuditEntry entry = audit.entry("credit", "invoice", invoice.id(), invoice.patientId())
                .withReason(note.reason());
        CreditNoteEvent issued = CreditNoteEvent.Issued.of(note);
        return before.due().isPositive() && !after.due().isPositive()
                ? outbox.append(entry, issued, new InvoiceEvent.Paid(InvoiceEvent.snapshot(invoice, after, null)))
                : outbox.append(entry, issued);
    }

    private static void requireLeft(Invoice invoice, Balance balance, List<CreditedLine> lines) {
        Money credited = balance.credited();
        for (CreditedLine line : lines) credited = credited.plus(line.total());
        if (credited.compareTo(invoice.total()) > 0) throw new ExceedsInvoiced();
    }
}
