package polyclinic.notes.clinicaldata;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.mongodb.client.model.Filters;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
import polyclinic.notes.clinicaldata.measurands.Measurand;
import polyclinic.notes.content.Ucum;

/**
 * The question how one number developed. What a reader could take for a measured number and is none is left out: a quantity whose
 * {@code comparator} nobody can read, one that says why there is no value ({@code dataAbsentReason}, or {@code absent} in imported
 * observations), one with a {@code modifierExtension} (all as in FHIR R4).
 *
 * <p>A bare number has the {@code comparator} and the {@code unit} that stand beside it. Where several numbers stand beside each other
 * they are those of {@code value}; where none of them is called so, nobody knows whose they are: then a comparator leaves all of them
 * out, and a unit is told of none.
 *
 * <p>One path may lead to numbers of different things, as {@code value} does in imported observations: each point says what it measured
 * when the data do.
 *
 * @param search of one patient and one type of data
 * @param path keys joined by dots, for example {@code bloodPressure.systolic}; what stands there is a number or, as FHIR's
 *     Quantity, an object with {@code value} and {@code unit}
 * @param code null for points of whatever was measured, each with its own; else only those whose code or name is written like this
 * @param unit null for points of whatever unit, each with its own; else only those whose unit, or its code, is written like this
 */
record Trend(
        ClinicalDataSearch search,
        String path,
        @Nullable String code,
        @Nullable String unit) {
    private static final Pattern PATH = Pattern.compile("[\\w-]{1,128}(\\.[\\w-]{1,128}){0,15}");
    private static final int MAX_CODE_LENGTH = 500;
    private static final int MAX_UNIT_LENGTH = 100;
    private static final Set<String> COMPARATORS = Set.of("<", "<=", ">=", ">", "ad");
    private static final String VALUE = "value";
    private static final String COMPARATOR = "comparator";
    private static final String UNIT = "unit";
    private static final String CODE = "code";

    static Trend of(ClinicalDataSearch search, @Nullable String path, @Nullable String code, @Nullable String unit) {
        if (search.patientId() == null) throw Problem.invalid("patientId", "is needed");
        if (search.dataType() == null) throw Problem.invalid("dataType", "is needed");
        if (path == null || !PATH.matcher(path).matches()) {
            throw Problem.invalid("path", "must be keys joined by dots, such as bloodPressure.systolic");
        }
        if (code != null && (code.isBlank() || code.length() > MAX_CODE_LENGTH)) {
            throw Problem.invalid("code", "must be a code or a name as the data write it, such as 2823-3");
        }
        if (unit != null && (unit.isBlank() || unit.length() > MAX_UNIT_LENGTH)) {
            throw Problem.invalid("unit", "must be a unit as the data write it, such as mmol/L");
        }
        return new Trend(search, path, code, unit);
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
        if (code != null) conditions.add(Filters.or(measuring(code)));
        if (unit != null) conditions.add(Filters.or(inUnit(unit)));
        return conditions;
    }

    private static Bson number(String field) {
        return Filters.type(field, "number");
    }

    private List<Bson> measuring(String wanted) {
        List<Bson> places = new ArrayList<>();
        String place = "data";
        places.add(Measurand.said(place, wanted));
        for (String key : keys()) {
            place += "." + key;
            places.add(Measurand.said(place, wanted));
        }
        return places;
    }

    private List<Bson> inUnit(String wanted) {
        List<Bson> places = new ArrayList<>();
        String beside = "data." + path.substring(0, path.lastIndexOf('.') + 1);
        for (String key : List.of(UNIT, CODE)) {
            places.add(Filters.eq("data." + path + "." + key, wanted));
            places.add(Filters.eq(beside + key, wanted));
        }
        return places;
    }

    /** Null when there is no number at the path after all, for example inside of a list, or none that may be shown as one. */
    @Nullable
    Point in(ClinicalData item) {
        Deque<Document> outwards = new ArrayDeque<>();
        Object found = item.data();
        String last = "";
        for (String key : keys()) {
            if (!(found instanceof Document around) || isAbsent(around)) return null;
            outwards.push(around);
            found = around.get(key);
            last = key;
        }
        Document around = outwards.getFirst();
        BigDecimal value = number(found instanceof Document quantity ? quantity.get(VALUE) : found);
        if (value == null || !isPlain(around, last)) return null;
        Document quantity = quantity(around, last);
        if (unit != null && !isIn(quantity, unit)) return null;
        if (found instanceof Document innermost) outwards.push(innermost);
        Measurand measured = Measurand.of(outwards);
        if (code != null && (measured == null || !measured.words().contains(code))) return null;
        return new Point(
                item.patientId(),
                item.id(),
                item.effectiveAt(),
                value,
                text(quantity, COMPARATOR),
                unitOf(quantity),
                codeOf(quantity),
                measured);
    }

    private String[] keys() {
        return path.split("\\.");
    }

    private static boolean isAbsent(Document around) {
        return around.get("dataAbsentReason") != null || around.get("absent") != null;
    }

    /** What tells the comparator and the unit: the quantity at the key, or what is around a bare number; null where that is unclear. */
    private static @Nullable Document quantity(Document around, String key) {
        if (around.get(key) instanceof Document quantity) return quantity;
        return key.equals(VALUE) || numbers(around) == 1 ? around : null;
    }

    private static boolean isPlain(Document around, String key) {
        Document quantity = quantity(around, key);
        Document said = quantity == null ? around : quantity;
        if (isAbsent(said) || said.get("modifierExtension") != null) return false;
        Object comparator = said.get(COMPARATOR);
        if (comparator == null) return true;
        return quantity == null
                ? number(around.get(VALUE)) != null
                : comparator instanceof String text && COMPARATORS.contains(text);
    }

    private static long numbers(Document around) {
        return around.values().stream().filter(value -> number(value) != null).count();
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
     * @param measured what the value is the amount of; null where the data do not say it
     */
    record Point(
            @JsonIgnore UUID patientId,
            UUID clinicalDataId,
            Instant effectiveAt,
            BigDecimal value,
            @Nullable String comparator,
            @Nullable String unit,
            @Nullable String code,
            @Nullable Measurand measured)
            implements PatientData {}
}
