package polyclinic.notes.clinical;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.types.Decimal128;
import polyclinic.commons.problem.Problem;
import polyclinic.notes.store.Keyset;
import polyclinic.notes.store.Span;

/**
 * The question how one number developed.
 *
 * @param path keys joined by dots, for example {@code bloodPressure.systolic}; what stands there is a number or, as FHIR's
 *     Quantity, an object with {@code value} and {@code unit}
 */
record Trend(UUID patientId, String dataType, String path, Span span, Keyset after, int limit) {
    private static final Pattern PATH = Pattern.compile("[\\w-]{1,128}(\\.[\\w-]{1,128}){0,15}");

    Trend {
        if (patientId == null) throw Problem.invalid("patientId", "is needed");
        if (dataType == null) throw Problem.invalid("dataType", "is needed");
        if (path == null || !PATH.matcher(path).matches()) {
            throw Problem.invalid("path", "must be keys joined by dots, such as bloodPressure.systolic");
        }
    }

    /** @return null when there is no number at the path after all, for example inside of a list */
    Point in(ClinicalData item) {
        Object found = item.data;
        for (String key : path.split("\\.")) found = found instanceof Document document ? document.get(key) : null;
        String unit = null;
        if (found instanceof Document quantity) {
            unit = quantity.get("unit") instanceof String text ? text : null;
            found = quantity.get("value");
        }
        BigDecimal value = number(found);
        return value == null ? null : new Point(item.id, item.effectiveAt, value, unit);
    }

    private static BigDecimal number(Object found) {
        if (found instanceof Decimal128 decimal) return decimal.bigDecimalValue();
        return found instanceof Number number ? new BigDecimal(number.toString()) : null;
    }

    /** @param unit null where the data names none */
    record Point(UUID clinicalDataId, Instant effectiveAt, BigDecimal value, String unit) {}
}
