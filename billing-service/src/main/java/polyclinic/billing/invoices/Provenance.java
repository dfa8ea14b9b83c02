package polyclinic.billing.invoices;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;

/**
 * Where an invoice comes from that is not this clinic's own.
 *
 * @param source the system, for example {@code urn:example:old-billing}
 * @param externalId its id there
 * @param author who wrote it there
 */
public record Provenance(
        @NotBlank @SingleLine @Size(max = 200) String source,
        @NotBlank @SingleLine @Size(max = 200) String externalId,
        @Nullable Instant recordedAt,
        @SingleLine @Size(max = 200) @Nullable String author) {}
