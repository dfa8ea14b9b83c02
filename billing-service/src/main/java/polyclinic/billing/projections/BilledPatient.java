package polyclinic.billing.projections;

import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who a patient is, as printed on invoices and receipts and as patient-service last published it. */
public record BilledPatient(
        UUID id,
        long version,
        @Nullable String uhid,
        @Nullable String givenName,
        @Nullable String familyName) {
    /** Given and family name; empty when neither is known. */
    public String name() {
        return Stream.of(givenName, familyName)
                .filter(Objects::nonNull)
                .filter(name -> !name.isBlank())
                .collect(Collectors.joining(" "));
    }
}
