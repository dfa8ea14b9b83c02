package polyclinic.notes.clinicaldata;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.mongodb.client.model.Filters;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.PageKey;
import polyclinic.notes.content.Ucum;

/**
 * The question how one number developed. What a reader could take for a measured number and is none is left out: a quantity whose
 * {@code comparator} nobody can read, one that says why there is no value ({@code dataAbsentReason}, or {@code absent} in imported
 * observations), one with a {@code modifierExtension} (all as in FHIR R4).
 *
 * @param search of one patient and one type of data
 * @param path keys joined by dots, for example {@code bloodPressure.systolic}; what stands there is a number or, as FHIR's
 *     Quantity, an object with {@code value} and {@code unit}
 * @param unit null for points of whatever unit, each with its own; else only those whose unit, or its code, is written like this
 */
record Trend(
        ClinicalDataSearch search, String path, @Nullable String unit) {
    private static final Pattern PATH = Pattern.compile("[\\w-]{1,128}(\\.[\\w-]{1,128}){0,15}");
    private static final int MAX_UNIT_LENGTH = 100;
    private static final Set<String> COMPARATORS = Set.of("<", "<=", ">=", ">", "ad");
    private static final String VALUE = "value";
    private static final String UNIT = "unit";
    private static final String CODE = "code";

    static Trend of(ClinicalDataSearch search, @Nullable String path, @Nullable String unit) {
        if (search.patientId() == null) throw Problem.invalid("patientId", "is needed");
        if (search.dataType() == null) throw Problem.invalid("dataType", "is needed");
        if (path == null || !PATH.matcher(path).matches()) {
            throw Problem.invalid("path", "must be keys joined by dots, such as bloodPressure.systolic");
        }
        if (unit != null && (unit.isBlank() || unit.length() > MAX_UNIT_LENGTH)) {
            throw Problem.invalid("unit", "must be a unit as the data write it, such as mmol/L");
        }
        return new Trend(search, path, unit);
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

    /** Finds the data that may have a point; {@link #in} tells. */
    List<Bson> conditions() {
        List<Bson> conditions = new ArrayList<>();
        conditions.add(Filters.or(number("data." + path), number("data." + path + "." + VALUE)));
        if (unit != null) conditions.add(Filters.or(inUnit(unit)));
        return conditions;
    }

    private static Bson number(String field) {
        return Filters.type(field, "number");
    }

    private List<Bson> inUnit(String wanted) {
        List<Bson> places = new ArrayList<>();
        for (String key : List.of(UNIT, CODE)) {
            places.add(Filters.eq("data." + path + "." + key, wanted));
            if (path.equals(VALUE)) places.add(Filters.eq("data." + key, wanted));
            if (path.endsWith("." + VALUE))
                places.add(Filters.eq("data." + path.substring(0, path.length() - VALUE.length()) + key, wanted));
        }
        return places;
    }

    /** Null when there is no number at the path after all, for example inside of a list, or none that may be shown as one. */
    @Nullable
    Point in(ClinicalData item) {
        String[] keys = path.split("\\.");
        Object around = item.data();
        boolean absent = isAbsent(around);
        for (int i = 0; i < keys.length - 1; i++) {
            around = member(around, keys[i]);
            absent |= isAbsent(around);
        }
        Object found = member(around, keys[keys.length - 1]);
        Document quantity = found instanceof Document document ? document : null;
        if (quantity == null && around instanceof Document document && keys[keys.length - 1].equals(VALUE))
            quantity = document;
        BigDecimal value = number(found instanceof Document document ? document.get(VALUE) : found);
        if (value == null || absent || quantity != null && !isPlain(quantity)) return null;
        if (unit != null && !isIn(quantity, unit)) return null;
        return new Point(
                item.patientId(),
                item.id(),
                item.effectiveAt(),
                value,
                text(quantity, "comparator"),
                unitOf(quantity),
                codeOf(quantity));
    }

    private static @Nullable Object member(@Nullable Object of, String key) {
        return of instanceof Document document ? document.get(key) : null;
    }

    private static boolean isAbsent(@Nullable Object value) {
        return member(value, "dataAbsentReason") != null || member(value, "absent") != null;
    }

    private static boolean isPlain(Document quantity) {
        Object comparator = quantity.get("comparator");
        return (comparator == null || comparator instanceof String text && COMPARATORS.contains(text))
                && !isAbsent(quantity)
                && quantity.get("modifierExtension") == null;
    }

    private static boolean isIn(@Nullable Document quantity, String wanted) {
        return wanted.equals(text(quantity, UNIT)) || wanted.equals(codeOf(quantity));
    }

    private static @Nullable String unitOf(@Nullable Document quantity) {
        String unit = text(quantity, UNIT);
        return unit == null ? codeOf(quantity) : unit;
    }

    /** Without UCUM as its system a code may be anything, such as that of a test. */
    private static @Nullable String codeOf(@Nullable Document quantity) {
        return Ucum.SYSTEM.equals(text(quantity, "system")) ? text(quantity, CODE) : null;
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
     * @param unit as people read it; null where the data name none
     * @param code of the unit in UCUM; null where the data name none
     */
    record Point(
            @JsonIgnore UUID patientId,
            UUID clinicalDataId,
            Instant effectiveAt,
            BigDecimal value,
            @Nullable String comparator,
            @Nullable String unit,
            @Nullable String code)
            implements PatientData {}
}
