package polyclinic.notes.clinicaldata;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.PageKey;

/**
 * The question how one number developed.
 *
 * @param search of one patient and one type of data
 * @param path keys joined by dots, for example {@code bloodPressure.systolic}; what stands there is a number or, as FHIR's
 *     Quantity, an object with {@code value} and {@code unit}
 */
record Trend(ClinicalDataSearch search, String path) {
    private static final Pattern PATH = Pattern.compile("[\\w-]{1,128}(\\.[\\w-]{1,128}){0,15}");

    static Trend of(ClinicalDataSearch search, @Nullable String path) {
        if (search.patientId() == null) throw Problem.invalid("patientId", "is needed");
        if (search.dataType() == null) throw Problem.invalid("dataType", "is needed");
        if (path == null || !PATH.matcher(path).matches()) {
            throw Problem.invalid("path", "must be keys joined by dots, such as bloodPressure.systolic");
        }
        return new Trend(search, path);
    }

    @Nullable
    UUID patientId() {
        return search.patientId();
    }

    @Nullable
    PageKey after() {
        return search.after();
    }

    int limit() {
        return search.limit();
    }

    /** Null when there is no number at the path after all, for example inside of a list. */
    @Nullable
    Point in(ClinicalData item) {
        Object found = item.data();
        for (String key : path.split("\\.")) found = found instanceof Document document ? document.get(key) : null;
        Document quantity = found instanceof Document document ? document : quantityAround(item.data());
        if (found instanceof Document document) found = document.get("value");
        BigDecimal value = number(found);
        return value == null
                ? null
                : new Point(
                        item.patientId(),
                        item.id(),
                        item.effectiveAt(),
                        value,
                        text(quantity, "comparator"),
                        text(quantity, "unit"));
    }

    /** Where the path leads to the value of a quantity itself: what it is the value of, or null. */
    private @Nullable Document quantityAround(Document data) {
        String[] keys = path.split("\\.");
        if (!keys[keys.length - 1].equals("value")) return null;
        Object found = data;
        for (int i = 0; i < keys.length - 1; i++)
            found = found instanceof Document document ? document.get(keys[i]) : null;
        return found instanceof Document document ? document : null;
    }

    private static @Nullable String text(@Nullable Document quantity, String key) {
        return quantity != null && quantity.get(key) instanceof String text ? text : null;
    }

    private static @Nullable BigDecimal number(@Nullable Object found) {
        if (found instanceof Decimal128 decimal) return decimal.bigDecimalValue();
        return found instanceof Number number ? new BigDecimal(number.toString()) : null;
    }

    /**
     * @param comparator {@code <}, {@code <=}, {@code >=} or {@code >} where the value is not exact, else null
     * @param unit null where the data name none
     */
    record Point(
            @JsonIgnore UUID patientId,
            UUID clinicalDataId,
            Instant effectiveAt,
            BigDecimal value,
            @Nullable String comparator,
            @Nullable String unit)
            implements PatientData {}
}
