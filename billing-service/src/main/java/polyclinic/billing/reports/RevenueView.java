package polyclinic.billing.reports;

import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.Money;

/**
 * Revenue of a period. The sums of a column are the same by whatever it is told apart, since every posting is in every report.
 *
 * @param from first day: a month before the last when none is asked for
 * @param to last day: today when none is asked for
 */
record RevenueView(LocalDate from, LocalDate to, RevenueDimension by, List<Row> items) {
    /**
     * @param key the day, the method, the kind or the doctor's id; null for what has none: no method moved what is invoiced
     * @param invoiced with tax, by the day of issue
     * @param voided of it, by the day of voiding
     * @param credited of it, by the day of the credit note
     * @param revenue what is left of it, without tax
     * @param tax what is left of it
     * @param received paid less refunded
     */
    @Schema(name = "RevenueRow")
    record Row(
            @Nullable String key,
            Money invoiced,
            Money voided,
            Money credited,
            Money revenue,
            Money tax,
            Money paid,
            Money refunded,
            Money received) {}
}
