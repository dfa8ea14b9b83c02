package polyclinic.billing.automaticlines;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.charges.CancelledAppointments;
import polyclinic.billing.charges.Charges;
import polyclinic.billing.invoices.Invoice;
import polyclinic.billing.invoices.InvoiceEvent;
import polyclinic.billing.invoices.InvoicedItem;
import polyclinic.billing.invoices.Invoices;
import polyclinic.billing.ledger.Balance;
import polyclinic.billing.money.ClinicDays;
import polyclinic.billing.money.ItemKind;
import polyclinic.billing.prices.Prices;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.values.Money;

/**
 * What was done or handed out gets its lines in a draft: that of its encounter, or the patient's open one. Each source has them
 * once, whatever is told twice, late or in another order; see {@link Charges}. Every method needs an open transaction.
 */
@ApplicationScoped
class AutomaticCharging {
    private final Charges charges;
    private final Invoices invoices;
    private final Prices prices;
    private final ReturnedItems returns;
    private final CancelledAppointments cancelled;
    private final Outbox outbox;
    private final Audit audit;
    private final ClinicDays days;
    private final Currency currency;

    AutomaticCharging(
            Charges charges,
            Invoices invoices,
            Prices prices,
            ReturnedItems returns,
            CancelledAppointments cancelled,
            Outbox outbox,
            Audit audit,
            ClinicDays days,
            BillingConfig config) {
        this.charges = charges;
        this.invoices = invoices;
        this.prices = prices;
        this.returns = returns;
        this.cancelled = cancelled;
        this.outbox = outbox;
        this.audit = audit;
        this.days = days;
        this.currency = Money.currency(config.currency());
    }

    /** Has no effect for what is charged already, was taken back, or belongs to an appointment that was cancelled. */
    Uni<Void> charge(PerformedService service) {
        return charges.locked(service.source(), service.patientId())
                .chain(charge -> charge.state() != Charges.State.EXPECTED
                        ? Uni.createFrom().voidItem()
                        : isOff(service).chain(off -> off ? withdraw(service) : chargeOnce(service)));
    }

    private Uni<Boolean> isOff(PerformedService service) {
        boolean isVisit = service.source().type() == InvoicedItem.Source.Type.ENCOUNTER;
        UUID appointment = service.appointmentId();
        return isVisit && appointment != null
                ? cancelled.contains(appointment)
                : Uni.createFrom().item(false);
    }

    private Uni<Void> withdraw(PerformedService service) {
        return charges.set(service.source(), Charges.State.WITHDRAWN, null);
    }

    private Uni<Void> chargeOnce(PerformedService service) {
        return returns.of(service.source().id())
                .map(back -> remaining(service, back))
                .chain(parts -> parts.isEmpty() ? withdraw(service) : charge(service, parts));
    }

    private Uni<Void> charge(PerformedService service, List<PerformedService.Part> parts) {
        Currency in = parts.stream()
                .map(PerformedService.Part::unitPrice)
                .flatMap(Stream::ofNullable)
                .map(Money::currency)
                .findFirst()
                .orElse(currency);
        Invoice.Head head = new Invoice.Head(service.patientId(), service.encounterId(), service.appointmentId(), in);
        return items(service, parts, in)
                .chain(items ->
                        invoices.openDraft(head).chain(draft -> draft == null ? begin(head, items) : add(draft, items)))
                .call(invoice -> charges.set(service.source(), Charges.State.CHARGED, invoice.id()))
                .chain(invoice -> outbox.append(InvoiceEvent.LinesAdded.of(invoice, service.source())));
    }

    private Uni<Invoice> begin(Invoice.Head head, List<InvoicedItem> items) {
        Invoice invoice = Invoice.drafted(head, true, items, days.now());
        return invoices.persistAndFlush(invoice)
                .call(made -> outbox.append(
                        audit.entry("create", "invoice", made.id(), made.patientId()),
                        new InvoiceEvent.Drafted(snapshot(made))));
    }

    private Uni<Invoice> add(Invoice draft, List<InvoicedItem> items) {
        draft.add(items, days.now());
        return invoices.flush()
                .chain(() -> outbox.append(
                        audit.entry("update", "invoice", draft.id(), draft.patientId())
                                .withChangedFields(List.of("lines")),
                        new InvoiceEvent.Updated(snapshot(draft))))
                .replaceWith(draft);
    }

    private static InvoiceEvent.Snapshot snapshot(Invoice invoice) {
        return InvoiceEvent.snapshot(invoice, Balance.none(invoice.currency()), null);
    }

    /** What was given back before it arrived is not charged. */
    private static List<PerformedService.Part> remaining(PerformedService service, Map<UUID, BigDecimal> back) {
        return service.parts().stream()
                .map(part -> part.itemId() == null || !back.containsKey(part.itemId())
                        ? part
                        : withQuantity(part, part.quantity().subtract(back.get(part.itemId()))))
                .filter(part -> part.quantity().signum() > 0)
                .toList();
    }

    private static PerformedService.Part withQuantity(PerformedService.Part part, BigDecimal quantity) {
        return new PerformedService.Part(
                part.description(),
                part.kind(),
                part.priceOf(),
                part.codes(),
                quantity,
                part.unitPrice(),
                part.taxRate(),
                part.itemId());
    }

    private Uni<List<InvoicedItem>> items(PerformedService service, List<PerformedService.Part> parts, Currency in) {
        Uni<List<InvoicedItem>> items = Uni.createFrom().item(ArrayList::new);
        for (PerformedService.Part part : parts)
            items = items.chain(made -> item(service, part, in).map(item -> {
                made.add(item);
                return made;
            }));
        return items;
    }

    private Uni<InvoicedItem> item(PerformedService service, PerformedService.Part part, Currency in) {
        InvoicedItem.Source source = new InvoicedItem.Source(
                service.source().type(), service.source().id(), part.itemId());
        Money told = part.unitPrice();
        if (told != null && told.currency().equals(in))
            return Uni.createFrom()
                    .item(item(part, source, service, null, part.description(), part.kind(), told, part.taxRate()));
        return prices.applying(part.priceOf(), part.codes(), in, days.today())
                .map(price -> price == null
                        ? item(part, source, service, null, part.description(), part.kind(), null, part.taxRate())
                        : item(
                                part,
                                source,
                                service,
                                price.code(),
                                part.kind() == ItemKind.CONSULTATION ? price.name() : part.description(),
                                price.kind(),
                                price.price(),
                                price.taxRate()));
    }

    private static InvoicedItem item(
            PerformedService.Part part,
            InvoicedItem.Source source,
            PerformedService service,
            @Nullable String priceCode,
            String description,
            ItemKind kind,
            @Nullable Money unitPrice,
            @Nullable BigDecimal taxRate) {
        return new InvoicedItem(
                priceCode, description, kind, part.quantity(), unitPrice, null, taxRate, source, service.doctorId());
    }
}
