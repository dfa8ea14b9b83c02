package polyclinic.billing.projections;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.PersonName;

/** Who a patient is, as printed on invoices and receipts and as patient-service last published it. */
public record BilledPatient(
        UUID id,
        long version,
        @Nullable String uhid,
        @Nullable String givenName,
        @Nullable String familyName) {
    /** Given and family name; empty when neither is known. */
    public String name() {
        return PersonName.of(givenName, familyName);
    }
}
