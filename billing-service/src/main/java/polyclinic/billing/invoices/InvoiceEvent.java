package polyclinic.billing.invoices;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.ledger.Balance;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;
import polyclinic.commons.values.Money;

/** Events about invoices that billing-service publishes on {@code billing.events}. */
public sealed interface InvoiceEvent extends Event {
    /**
     * @param number null for a draft
     * @param status an {@link InvoiceStatus} in lower case
     * @param sources what its lines are for
     * @param reason why it was voided, else null
     */
    record Snapshot(
            UUID invoiceId,
            long version,
            @Nullable String number,
            UUID patientId,
            @Nullable UUID encounterId,
            @Nullable UUID appointmentId,
            String status,
            String currency,
            Money net,
            Money tax,
            Money total,
            Money paid,
            Money due,
            List<LineOrigin> sources,
            @Nullable String reason,
            Instant occurredAt) {
        /** The same of a later version, of which nothing but its number is another. */
        public Snapshot after(long later, Instant at) {
            return new Snapshot(
                    invoiceId,
                    later,
                    number,
                    patientId,
                    encounterId,
                    appointmentId,
                    status,
                    currency,
                    net,
                    tax,
                    total,
                    paid,
                    due,
                    sources,
                    reason,
                    at);
        }
    }

    /** @param type {@code encounter}, {@code dispense}, {@code lab_request} or {@code order} */
    record LineOrigin(String type, UUID id) {
        static LineOrigin of(InvoicedItem.Source source) {
            return new LineOrigin(source.type().name().toLowerCase(Locale.ROOT), source.id());
        }
    }

    /** Of those that carry the whole invoice. */
    sealed interface Whole extends InvoiceEvent {
        Snapshot invoice();

        @Override
        default UUID aggregateId() {
            return invoice().invoiceId();
        }
    }

    @EventType("invoice.drafted.v1")
    record Drafted(@JsonUnwrapped Snapshot invoice) implements Whole {}

    /** A draft was changed before it was issued. */
    @EventType("invoice.updated.v1")
    record Updated(@JsonUnwrapped Snapshot invoice) implements Whole {}

    @EventType("invoice.issued.v1")
    record Issued(@JsonUnwrapped Snapshot invoice) implements Whole {}

    /** An invoice of elsewhere was recorded: history of money, in no report. */
    @EventType("invoice.recorded.v1")
    record Recorded(@JsonUnwrapped Snapshot invoice) implements Whole {}

    /** Nothing is due any more. */
    @EventType("invoice.paid.v1")
    record Paid(@JsonUnwrapped Snapshot invoice) implements Whole {}

    @EventType("invoice.voided.v1")
    record Voided(@JsonUnwrapped Snapshot invoice) implements Whole {}

    /** Something that was done or handed out has its lines in a draft. */
    @EventType("invoice.lines-added.v1")
    record LinesAdded(UUID invoiceId, UUID patientId, LineOrigin source, Instant occurredAt) implements InvoiceEvent {
        public static LinesAdded of(Invoice invoice, InvoicedItem.Source source) {
            return new LinesAdded(invoice.id(), invoice.patientId(), LineOrigin.of(source), invoice.updatedAt());
        }

        @Override
        public UUID aggregateId() {
            return invoiceId;
        }
    }

    static Snapshot snapshot(Invoice invoice, Balance balance, @Nullable String reason) {
        return new Snapshot(
                invoice.id(),
                invoice.version(),
                invoice.number(),
                invoice.patientId(),
                invoice.encounterId(),
                invoice.appointmentId(),
                invoice.status(balance).name().toLowerCase(Locale.ROOT),
                invoice.currency().getCurrencyCode(),
                invoice.net(),
                invoice.tax(),
                invoice.total(),
                balance.paid(),
                invoice.isDraft() ? invoice.total() : balance.due(),
                invoice.sources().stream().map(LineOrigin::of).toList(),
                reason,
                invoice.updatedAt());
    }
}
