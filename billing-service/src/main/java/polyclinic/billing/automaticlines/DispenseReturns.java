package polyclinic.billing.automaticlines;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import polyclinic.billing.charges.Charges;
import polyclinic.billing.credits.InvoiceCrediting;
import polyclinic.billing.invoices.Invoice;
import polyclinic.billing.invoices.InvoiceEvent;
import polyclinic.billing.invoices.InvoicedItem;
import polyclinic.billing.invoices.Invoices;
import polyclinic.billing.issuing.InvoiceVoiding;
import polyclinic.billing.ledger.Balance;
import polyclinic.billing.money.ClinicDays;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.postgres.Outbox;

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
    private final Outbox outbox;
    private final Audit audit;
    private final ClinicDays days;

    DispenseReturns(
            Charges charges,
            ReturnedItems returns,
            Invoices invoices,
            InvoiceCrediting crediting,
            InvoiceVoiding voiding,
            Outbox outbox,
            Audit audit,
            ClinicDays days) {
        this.charges = charges;
        this.returns = returns;
        this.invoices = invoices;
        this.crediting = crediting;
        this.voiding = voiding;
        this.outbox = outbox;
        this.audit = audit;
        this.days = days;
    }

    /** The medicines are with the patient. */
    Uni<Void> handedOver(ServiceEvents.Return told) {
        InvoicedItem.Source source = ServiceEvents.dispense(told.dispenseId());
        return charges.locked(source, told.patientId()).chain(() -> charges.handedOver(source));
    }

    /** Some of it came back; before the dispense itself has arrived it is only kept. */
    Uni<Void> returned(UUID eventId, ServiceEvents.Return told) {
        InvoicedItem.Source source = ServiceEvents.dispense(told.dispenseId());
        return charges.locked(source, told.patientId()).chain(charge -> returns.save(eventId, told)
                .chain(() -> charge.invoiceId() == null
                        ? Uni.createFrom().voidItem()
                        : invoices.locked(charge.invoiceId())
                                .chain(invoice -> takeBack(invoice, source, quantities(told)))));
    }

    /** All of it is back in stock, and nothing charges it any more. */
    Uni<Void> reversed(ServiceEvents.Return told) {
        InvoicedItem.Source source = ServiceEvents.dispense(told.dispenseId());
        return charges.locked(source, told.patientId())
                .call(charge -> charge.invoiceId() == null
                        ? Uni.createFrom().voidItem()
                        : invoices.locked(charge.invoiceId())
                                .chain(invoice -> takeBack(invoice, source, invoice.quantitiesOf(source))))
                .chain(() -> charges.set(source, Charges.State.WITHDRAWN, null));
    }

    private Uni<Void> takeBack(Invoice invoice, InvoicedItem.Source source, Map<UUID, BigDecimal> back) {
        if (invoice.isVoid()) return Uni.createFrom().voidItem();
        if (!invoice.isDraft()) return crediting.creditReturns(invoice, source, back, REASON);
        int before = invoice.lines().size();
        invoice.reduce(source, back, days.now());
        if (before > 0 && invoice.lines().isEmpty() && invoice.isAutomatic()) return voiding.voidIt(invoice, REASON);
        return invoices.flush()
                .chain(() -> outbox.append(
                        audit.entry("update", "invoice", invoice.id(), invoice.patientId())
                                .withChangedFields(List.of("lines"))
                                .withReason(REASON),
                        new InvoiceEvent.Updated(
                                InvoiceEvent.snapshot(invoice, Balance.none(invoice.currency()), null))));
    }

    private static Map<UUID, BigDecimal> quantities(ServiceEvents.Return told) {
        return told.items().stream()
                .collect(Collectors.toMap(
                        ServiceEvents.ReturnedItem::dispenseItemId,
                        ServiceEvents.ReturnedItem::quantity,
                        BigDecimal::add));
    }
}
