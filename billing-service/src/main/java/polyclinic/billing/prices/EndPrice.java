package polyclinic.billing.prices;

import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;

/** @param validTo last day */
record EndPrice(@NotNull LocalDate validTo) {}
