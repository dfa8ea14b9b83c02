package polyclinic.billing.statements;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.ledger.PaymentMethod;
import polyclinic.billing.ledger.PostingType;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.values.Money;

/**
 * A page of a patient's account, oldest first.
 *
 * @param balances what is owed now, for each currency; negative where the clinic owes
 * @param next the cursor of the next page, or null on the last one
 */
record StatementView(
        UUID patientId,
        List<Money> balances,
        List<Entry> items,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String next)
        implements PatientData {

    /**
     * One posting, as the patient's account sees it.
     *
     * @param number of the invoice or the credit note, or null
     * @param amount what is owed more; negative for what is owed less
     * @param balance what was owed after it, in its currency
     */
    @Schema(name = "StatementEntry")
    record Entry(
            UUID id,
            Instant at,
            PostingType type,
            UUID documentId,
            UUID invoiceId,
            @Nullable String number,
            @Nullable PaymentMethod method,
            Money amount,
            Money balance) {}
}
