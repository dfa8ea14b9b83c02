package polyclinic.billing.paymenttaking;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.ledger.PaymentMethod;
import polyclinic.commons.json.SingleLine;
import polyclinic.commons.values.Money;

/**
 * @param reference of the card slip, the transfer or the claim, or null
 * @param shiftId the drawer; for cash the caller's own when absent
 */
record TakePayment(
        @NotNull Money amount,
        @NotNull PaymentMethod method,
        @SingleLine @Size(max = 200) @Nullable String reference,
        @Nullable UUID shiftId) {}
