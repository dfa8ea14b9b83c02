package polyclinic.billing.automaticlines;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.FlushMode;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.charges.CancelledVisits;
import polyclinic.billing.charges.Charges;
import polyclinic.billing.charges.LaboratoryCharges;
import polyclinic.billing.charges.Visit;
import polyclinic.billing.invoices.Invoice;
import polyclinic.billing.invoices.InvoiceEvent;
import polyclinic.billing.invoices.InvoicedItem;
import polyclinic.billing.invoices.Invoices;
import polyclinic.billing.ledger.Balance;
import polyclinic.billing.settlement.SettlementFailures;
import polyclinic.billing.settlement.VisitSettlement;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.values.ClinicDays;
import polyclinic.commons.values.Money;

/**
 * What was done or handed out gets its lines in a draft: that of its encounter, or the open one of its appointment or patient. Each
 * source, of a laboratory request each test, has them once, whatever is told twice, late or in another order; see {@link Charges} and
 * {@link LaboratoryCharges}. Every method needs an open transaction.
 */
@ApplicationScoped
class AutomaticCharging {
    private final Charges charges;
    private final LaboratoryCharges laboratory;
    private final Invoices invoices;
    private final ServicePricing pricing;
    private final ReturnedItems returns;
    private final CancelledVisits cancelled;
    private final VisitSettlement settlement;
    private final SettlementFailures failures;
    private final Outbox outbox;
    private final Audit audit;
    private final ClinicDays days;
    private final Currency currency;

    AutomaticCharging(
            Charges charges,
            LaboratoryCharges laboratory,
            Invoices invoices,
            ServicePricing pricing,
            ReturnedItems returns,
            CancelledVisits cancelled,
            VisitSettlement settlement,
            SettlementFailures failures,
            Outbox outbox,
            Audit audit,
            ClinicDays days,
            BillingConfig config) {
        this.charges = charges;
        this.laboratory = laboratory;
        this.invoices = invoices;
        this.pricing = pricing;
        this.returns = returns;
        this.cancelled = cancelled;
        this.settlement = settlement;
        this.failures = failures;
        this.outbox = outbox;
        this.audit = audit;
        this.days = days;
        this.currency = Money.currency(config.currency());
    }

    /** Has no effect for what is charged already or was taken back. */
    Uni<Void> charge(PerformedService service) {
        return flushBeforeStatements(FlushMode.COMMIT)
                .chain(() -> cancelled.lockedContains(service.visit()))
                .chain(off -> invoices.openDraft(head(service)).chain(draft -> charge(service, draft, off)));
    }

    /** A draft has up to some hundred lines, and before every statement all of them would be looked through for changes. */
    private static Uni<Void> flushBeforeStatements(FlushMode mode) {
        return Panache.getSession()
                .invoke(session -> session.setFlushMode(mode))
                .replaceWithVoid();
    }

    private Invoice.Head head(PerformedService service) {
        Currency told = service.parts().stream()
                .map(PerformedService.Part::unitPrice)
                .flatMap(Stream::ofNullable)
                .map(Money::currency)
                .findFirst()
                .orElse(currency);
        return new Invoice.Head(service.patientId(), service.encounterId(), service.appointmentId(), told);
    }

    /** What a cashier has charged to another patient is charged to its own all the same, and somebody is told. */
    private Uni<Void> charge(PerformedService service, @Nullable Invoice draft, boolean off) {
        return charges.locked(service.source(), service.patientId()).chain(charge -> {
            boolean another = !charge.patientId().equals(service.patientId());
            if (!isOpen(service, charge.state(), another))
                return Uni.createFrom().voidItem();
            Uni<Void> told = another && charge.invoiceId() != null
                    ? failures.tell(null, charge.invoiceId(), charge.patientId(), SettlementFailures.ANOTHER_PATIENT)
                    : Uni.createFrom().voidItem();
            return told.chain(() -> off
                    ? chargeCancelled(service, draft, charge)
                    : chargeOnce(service, draft, charge).replaceWithVoid());
        });
    }

    private static boolean isOpen(PerformedService service, Charges.State state, boolean another) {
        return state == Charges.State.WITHDRAWN ? service.isLaboratory() : state == Charges.State.EXPECTED || another;
    }

    /**
     * Of a visit that was cancelled before: as if that came later. Medicines are charged and then settled, because they may
     * be with the patient or on the counter; anything else can be charged by hand.
     */
    private Uni<Void> chargeCancelled(PerformedService service, @Nullable Invoice draft, Charges.Charge charge) {
        Visit visit = Objects.requireNonNull(service.visit());
        return service.source().type() == InvoicedItem.Source.Type.DISPENSE
                ? chargeOnce(service, draft, charge)
                        .chain(invoice -> invoice == null
                                ? Uni.createFrom().voidItem()
                                : flushBeforeStatements(FlushMode.AUTO)
                                        .chain(() -> settlement.cancelInvoice(visit, invoice.id())))
                : charges.set(service.source(), Charges.State.RELEASED, null);
    }

    /** Null where nothing is left to charge. */
    private Uni<@Nullable Invoice> chargeOnce(
            PerformedService service, @Nullable Invoice draft, Charges.Charge charge) {
        return uncharged(service, charge)
                .chain(parts -> parts.isEmpty() ? Uni.createFrom().nullItem() : charge(service, parts, draft))
                .call(invoice -> invoice == null || service.isLaboratory()
                        ? charges.set(service.source(), Charges.State.WITHDRAWN, null)
                        : Uni.createFrom().voidItem());
    }

    /** What of it nothing has charged yet: of a laboratory request the tests whose results are told for the first time. */
    private Uni<List<PerformedService.Part>> uncharged(PerformedService service, Charges.Charge charge) {
        if (service.isLaboratory()) {
            List<UUID> tests = service.parts().stream()
                    .map(PerformedService.Part::itemId)
                    .flatMap(Stream::ofNullable)
                    .toList();
            return laboratory.add(service.source(), service.patientId(), tests).map(added -> service.parts().stream()
                    .filter(part -> part.itemId() != null && added.contains(part.itemId()))
                    .toList());
        }
        return (charge.isNew()
                        ? Uni.createFrom().item(Map.<UUID, BigDecimal>of())
                        : returns.of(service.source().id()))
                .map(back -> remaining(service.parts(), back));
    }

    private Uni<Invoice> charge(PerformedService service, List<PerformedService.Part> parts, @Nullable Invoice draft) {
        Invoice.Head head = head(service);
        return pricing.items(service, parts, head.currency())
                .chain(items -> draft == null
                        ? begin(head, items, service.source())
                        : draft.hasRoomFor(items.size(), head.appointmentId())
                                ? add(draft, head, items, service.source())
                                : close(draft).chain(() -> begin(head, items, service.source())))
                .call(invoice -> charges.set(service.charged(parts), Charges.State.CHARGED, invoice.id()));
    }

    private Uni<Void> close(Invoice draft) {
        draft.close();
        return invoices.flush();
    }

    private Uni<Invoice> begin(Invoice.Head head, List<InvoicedItem> items, InvoicedItem.Source source) {
        Invoice invoice = Invoice.drafted(head, true, items, days.now());
        return invoices.persistAndFlush(invoice)
                .call(made -> outbox.append(
                        audit.entry("create", "invoice", made.id(), made.patientId()),
                        new InvoiceEvent.Drafted(snapshot(made)),
                        InvoiceEvent.LinesAdded.of(made, source)));
    }

    private Uni<Invoice> add(Invoice draft, Invoice.Head head, List<InvoicedItem> items, InvoicedItem.Source source) {
        draft.add(head, items, days.now());
        return invoices.flush()
                .chain(() -> outbox.append(
                        audit.entry("update", "invoice", draft.id(), draft.patientId())
                                .withChangedFields(List.of("lines")),
                        new InvoiceEvent.Updated(snapshot(draft)),
                        InvoiceEvent.LinesAdded.of(draft, source)))
                .replaceWith(draft);
    }

    private static InvoiceEvent.Snapshot snapshot(Invoice invoice) {
        return InvoiceEvent.snapshot(invoice, Balance.none(invoice.currency()), null);
    }

    /** What was given back before it arrived is not charged. */
    private static List<PerformedService.Part> remaining(
            List<PerformedService.Part> parts, Map<UUID, BigDecimal> back) {
        Map<UUID, BigDecimal> unused = new HashMap<>(back);
        List<PerformedService.Part> remaining = new ArrayList<>();
        for (PerformedService.Part part : parts) {
            BigDecimal used = TakenBack.use(unused, part.itemId(), part.quantity());
            if (used.compareTo(part.quantity()) < 0)
                remaining.add(
                        used.signum() == 0
                                ? part
                                : withQuantity(part, part.quantity().subtract(used)));
        }
        return remaining;
    }

    private static PerformedService.Part withQuantity(PerformedService.Part part, BigDecimal quantity) {
        return new PerformedService.Part(
                part.at(),
                part.description(),
                part.kind(),
                part.priceOf(),
                part.codes(),
                quantity,
                part.unitPrice(),
                part.taxRate(),
                part.itemId());
    }
}
