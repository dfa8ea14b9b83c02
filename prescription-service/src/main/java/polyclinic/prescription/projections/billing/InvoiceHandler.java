package polyclinic.prescription.projections.billing;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/**
 * What an invoice of a dispense's lines means here. Called in a transaction, for dispenses of any state, known or not, and for the
 * same event again: the dispense's state decides whether it has an effect.
 */
public interface InvoiceHandler {
    /** The invoice has the lines of the dispense. */
    Uni<Void> invoiced(UUID dispenseId, UUID invoiceId);

    /** The invoice, which had lines of the dispense, was voided. */
    Uni<Void> voided(UUID dispenseId, UUID invoiceId);
}
