package polyclinic.prescription.dispensing.preparation;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.web.StoredAnswer;
import polyclinic.prescription.dispensing.DispenseEvent;
import polyclinic.prescription.prescriptions.PrescriptionStatus;

/**
 * Everything that the rules of dispensing need, read by one statement.
 *
 * @param earlier what is kept of the answer to an earlier request with the same key, or null
 * @param prescription null when there is none, and in a repetition
 */
record DispensingContext(
        @Nullable StoredAnswer earlier, @Nullable Prescribed prescription) {
    /** The prescription, as far as it matters here. */
    record Prescribed(
            UUID id,
            long version,
            PrescriptionStatus status,
            UUID patientId,
            UUID doctorId,
            @Nullable UUID appointmentId,
            @Nullable UUID encounterId,
            @Nullable UUID documentAssetId,
            @Nullable Instant expiresAt,
            List<Line> lines) {
        boolean hasExpired(Instant now) {
            return expiresAt != null && !now.isBefore(expiresAt);
        }
    }

    /**
     * A line of it.
     *
     * @param prescribed what may be dispensed by now, the refills that were used included
     * @param quantity of each time that it is dispensed
     * @param dispensed what the patient has of it
     * @param medicationId null when the doctor named no medicine of the formulary
     * @param asked by the index of the request's line, what there is to take it from
     */
    record Line(
            UUID itemId,
            BigDecimal prescribed,
            BigDecimal dispensed,
            BigDecimal quantity,
            @Nullable String unit,
            @Nullable UUID medicationId,
            @Nullable String code,
            @Nullable String system,
            String name,
            String dose,
            String frequency,
            List<Asked> asked) {
        BigDecimal remaining() {
            return prescribed.subtract(dispensed);
        }
    }

    /**
     * What there is for one line of the request.
     *
     * @param index of that line, from 0
     * @param isEquivalent whether the substitute has the ingredients, strength and form of the prescribed medicine; null when one of
     *     them is unknown
     * @param substituteKnown whether the formulary has the substitute; true when there is none
     * @param codes that the formulary has of the medicine that is to be given
     * @param stock in the order in which it is to be taken: what may leave first, by expiry
     */
    record Asked(
            int index,
            boolean substituteKnown,
            @Nullable Boolean isEquivalent,
            List<DispenseEvent.Code> codes,
            List<Stock> stock) {}

    /** A batch of an item that may be meant, with the item's price of today. */
    record Stock(
            UUID batchId,
            BigDecimal onHand,
            LocalDate expiresOn,
            boolean recalled,
            UUID inventoryItemId,
            String sku,
            String name,
            String unit,
            @Nullable UUID medicationId,
            @Nullable BigDecimal price,
            @Nullable String currency,
            @Nullable BigDecimal taxRate) {
        boolean isExpired(LocalDate today) {
            return expiresOn.isBefore(today);
        }
    }
}
