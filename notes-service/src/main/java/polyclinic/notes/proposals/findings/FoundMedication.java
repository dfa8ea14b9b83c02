package polyclinic.notes.proposals.findings;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A line of a prescription. Nothing is looked up or reckoned: which medicine of the formulary it is, a person says.
 *
 * @param name as it was printed
 * @param form tablet, syrup …, as it was printed
 * @param unit of the strength, as it was printed
 * @param code the same in UCUM
 * @param dosage as it was printed, {@code 1-0-1}, {@code twice daily}
 * @param duration as it was printed, {@code 7 days}
 */
public record FoundMedication(
        String name,
        @Nullable String form,
        @Nullable BigDecimal strength,
        @Nullable String unit,
        @Nullable String code,
        @Nullable String dosage,
        @Nullable String duration) {}
