package polyclinic.billing.invoices;

import java.util.Currency;
import java.util.UUID;

/**
 * An invoice without its lines.
 *
 * @param history whether it comes from elsewhere
 */
public record InvoiceHeading(UUID id, long version, UUID patientId, Currency currency, String status, boolean history) {
    /** Fails unless it is issued, not void, and this clinic's. */
    public void requireOpen(String participle) {
        Invoice.requireOpen(Invoice.State.valueOf(status), history, participle);
    }
}
