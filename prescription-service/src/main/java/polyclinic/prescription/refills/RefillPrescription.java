package polyclinic.prescription.refills;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param itemIds the items to be dispensed again; all that were dispensed and have a refill left when absent
 * @param overrideReason why a conflict that was found since issuing is accepted, or null
 * @param earlyReason why the patient needs it before what was dispensed is used up (a journey, a loss), or null
 */
record RefillPrescription(
        @Size(min = 1, max = 50) @Nullable List<@NotNull UUID> itemIds,

        @Size(max = 1000) @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank") @Nullable
        String overrideReason,

        @Size(max = 1000) @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank") @Nullable
        String earlyReason) {}
