package polyclinic.billing.shifts;

import jakarta.validation.constraints.NotNull;
import polyclinic.commons.values.Money;

/** @param counted what is in the drawer now */
record CloseShift(@NotNull Money counted) {}
