package polyclinic.billing.automaticlines;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.charges.Charges;
import polyclinic.billing.credits.InvoiceCrediting;
import polyclinic.billing.invoices.Invoice;
import polyclinic.billing.invoices.InvoiceEvent;
import polyclinic.billing.invoices.InvoiceLine;
import polyclinic.billing.invoices.InvoicedItem;
import polyclinic.billing.invoices.Invoices;
import polyclinic.billing.issuing.InvoiceVoiding;
import polyclinic.billing.ledger.Balance;
import polyclinic.billing.settlement.SettlementFailures;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.values.ClinicDays;

/**
 * Medicines that came back: of a draft their lines are taken back, of an issued invoice they are credited. Every method needs an
 * open transaction.
 */
@ApplicationScoped
class DispenseReturns {
    private static final String REASON = "Medicines were returned.";

    private final Charges charges;
    private final ReturnedItems returns;
    private final Invoices invoices;
    private final InvoiceCrediting crediting;
    private final InvoiceVoiding voiding;
    private final SettlementFailures failures;
    private final Outbox outbox;
    private final Audit audit;
    private final ClinicDays days;

    DispenseReturns(
            Charges charges,
            ReturnedItems returns,
            Invoices invoices,
            InvoiceCrediting crediting,
            InvoiceVoiding voiding,
            SettlementFailures failures,
            Outbox outbox,
            Audit audit,
            ClinicDays days) {
        this.charges = charges;
        this.returns = returns;
        this.invoices = invoices;
        this.crediting = crediting;
        this.voiding = voiding;
        this.failures = failures;
        this.outbox = outbox;
        this.audit = audit;
        this.days = days;
    }

    /** The medicines are with the patient; where nothing charges them any more, somebody is told. */
    Uni<Void> handedOver(ServiceEvents.Return told) {
        InvoicedItem.Source source = ServiceEvents.dispense(told.dispenseId());
        return charges.locked(source, told.patientId())
                .call(() -> charges.handedOver(source))
                .chain(charge -> charge.state() == Charges.State.RELEASED
                                && charge.releasedFrom() != null
                                && !charge.handedOver()
                        ? invoices.findById(charge.releasedFrom())
                                .chain(invoice -> tell(invoice, SettlementFailures.DISPENSED))
                        : Uni.createFrom().voidItem());
    }

    /** Some of it came back; before the dispense itself has arrived it is only kept. */
    Uni<Void> returned(UUID eventId, ServiceEvents.Return told) {
        InvoicedItem.Source source = ServiceEvents.dispense(told.dispenseId());
        return charged(source, told.patientId()).chain(invoice -> returns.save(eventId, told)
                .chain(() -> invoice == null
                        ? Uni.createFrom().voidItem()
                        : takeBack(invoice, lines -> left -> TakenBack.byLine(lines, quantities(told), left), source)
                                .chain(() -> tellUnclear(invoice, source))));
    }

    /** All of it is back in stock, and nothing charges it any more. */
    Uni<Void> reversed(ServiceEvents.Return told) {
        InvoicedItem.Source source = ServiceEvents.dispense(told.dispenseId());
        return charged(source, told.patientId())
                .call(invoice -> invoice == null
                        ? Uni.createFrom().voidItem()
                        : takeBack(invoice, lines -> left -> only(lines, left), source))
                .chain(() -> charges.set(source, Charges.State.WITHDRAWN, null));
    }

    /** The invoice of a source, both locked in this order; null when there is none. */
    private Uni<@Nullable Invoice> charged(InvoicedItem.Source source, UUID patientId) {
        return charges.invoiceOf(source)
                .chain(id -> id == null ? Uni.createFrom().<Invoice>nullItem() : invoices.locked(id))
                .chain(invoice -> charges.locked(source, patientId)
                        .chain(charge -> Objects.equals(charge.invoiceId(), invoice == null ? null : invoice.id())
                                ? Uni.createFrom().item(invoice)
                                : charged(source, patientId)));
    }

    /** @param choice given the source's lines, and what each has left, what is taken of each */
    private Uni<Void> takeBack(
            Invoice invoice,
            Function<List<InvoiceLine>, UnaryOperator<Map<UUID, BigDecimal>>> choice,
            InvoicedItem.Source source) {
        if (invoice.isVoid()) return Uni.createFrom().voidItem();
        UnaryOperator<Map<UUID, BigDecimal>> taken = choice.apply(invoice.linesOf(source));
        return invoice.isDraft() ? reduce(invoice, taken) : crediting.creditReturns(invoice, taken, REASON);
    }

    private Uni<Void> reduce(Invoice draft, UnaryOperator<Map<UUID, BigDecimal>> taken) {
        int before = draft.lines().size();
        draft.reduce(
                taken.apply(draft.lines().stream().collect(Collectors.toMap(InvoiceLine::id, InvoiceLine::quantity))),
                days.now());
        if (before > 0 && draft.lines().isEmpty() && draft.isAutomatic()) return voiding.voidIt(draft, REASON);
        return invoices.flush()
                .chain(() -> outbox.append(
                        audit.entry("update", "invoice", draft.id(), draft.patientId())
                                .withChangedFields(List.of("lines"))
                                .withReason(REASON),
                        new InvoiceEvent.Updated(InvoiceEvent.snapshot(draft, Balance.none(draft.currency()), null))));
    }

    private static Map<UUID, BigDecimal> only(List<InvoiceLine> lines, Map<UUID, BigDecimal> left) {
        return lines.stream()
                .map(InvoiceLine::id)
                .filter(left::containsKey)
                .collect(Collectors.toMap(line -> line, left::get));
    }

    private Uni<Void> tellUnclear(Invoice invoice, InvoicedItem.Source source) {
        return !invoice.isVoid() && TakenBack.hasWholeLine(invoice.linesOf(source))
                ? tell(invoice, SettlementFailures.RETURN_NOT_CREDITED)
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> tell(Invoice invoice, String reason) {
        return failures.tell(invoice.appointmentId(), invoice.id(), invoice.patientId(), reason);
    }

    private static Map<UUID, BigDecimal> quantities(ServiceEvents.Return told) {
        return told.items().stream()
                .collect(Collectors.toMap(
                        ServiceEvents.ReturnedItem::dispenseItemId,
                        ServiceEvents.ReturnedItem::quantity,
                        BigDecimal::add));
    }
}
