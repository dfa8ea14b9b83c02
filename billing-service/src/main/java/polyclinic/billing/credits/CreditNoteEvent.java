package polyclinic.billing.credits;

import java.time.Instant;
import java.util.UUID;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;
import polyclinic.commons.values.Money;

/** Events about credit notes that billing-service publishes on {@code billing.events}. */
public sealed interface CreditNoteEvent extends Event {
    @EventType("credit-note.issued.v1")
    record Issued(UUID creditNoteId, String number, UUID invoiceId, UUID patientId, Money total, Instant occurredAt)
            implements CreditNoteEvent {
        static Issued of(CreditNote note) {
            return new Issued(
                    note.id(), note.number(), note.invoiceId(), note.patientId(), note.total(), note.issuedAt());
        }

        @Override
        public UUID aggregateId() {
            return creditNoteId;
        }
    }
}
