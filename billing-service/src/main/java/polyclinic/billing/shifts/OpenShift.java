package polyclinic.billing.shifts;

import jakarta.validation.constraints.NotNull;
import polyclinic.commons.values.Money;

/** @param openingFloat what is in the drawer; its currency is the drawer's */
record OpenShift(@NotNull Money openingFloat) {}
