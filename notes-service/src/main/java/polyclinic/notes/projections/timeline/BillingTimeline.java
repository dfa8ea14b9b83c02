package polyclinic.notes.projections.timeline;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.projections.timeline.lines.TimelineSource;

/** Invoices, payments and credit notes on a timeline; of drafts and of amounts it says nothing. */
final class BillingTimeline {
    static final TimelineSource<Invoice> INVOICES = TimelineSource.of(
                    "invoice", Invoice.class, Invoice::patientId, Invoice::invoiceId, Invoice::occurredAt)
            .line("invoice.issued.v1", invoice -> "Invoice issued")
            .line("invoice.paid.v1", invoice -> "Invoice paid")
            .line("invoice.recorded.v1", invoice -> "Invoice of elsewhere recorded");

    /** A draft that is given up was never the patient's. */
    static final TimelineSource<Invoice> VOIDED_INVOICES = TimelineSource.of(
                    "invoice", Invoice.class, Invoice::patientId, Invoice::invoiceId, Invoice::occurredAt)
            .line("invoice.voided.v1", invoice -> "Invoice voided")
            .unless(invoice -> invoice.number() == null);

    static final TimelineSource<Payment> PAYMENTS = TimelineSource.of(
                    "payment", Payment.class, Payment::patientId, Payment::paymentId, Payment::occurredAt)
            .line("payment.taken.v1", payment -> "Payment taken")
            .line("payment.refunded.v1", payment -> "Payment refunded");

    static final TimelineSource<CreditNote> CREDIT_NOTES = TimelineSource.of(
                    "credit_note",
                    CreditNote.class,
                    CreditNote::patientId,
                    CreditNote::creditNoteId,
                    CreditNote::occurredAt)
            .line("credit-note.issued.v1", note -> "Credit note issued");

    private BillingTimeline() {}

    record Invoice(
            @Nullable UUID patientId,
            @Nullable UUID invoiceId,
            @Nullable String number,
            @Nullable Instant occurredAt) {}

    record Payment(
            @Nullable UUID patientId,
            @Nullable UUID paymentId,
            @Nullable Instant occurredAt) {}

    record CreditNote(
            @Nullable UUID patientId,
            @Nullable UUID creditNoteId,
            @Nullable Instant occurredAt) {}
}
