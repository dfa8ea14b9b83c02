package polyclinic.billing.refunds;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.Money;

/** @param shiftId the drawer that cash comes out of; the caller's own when absent */
record RefundPayment(
        @NotNull Money amount,
        @NotBlank @Size(max = 1000) String reason,
        @Nullable UUID shiftId) {}
