package polyclinic.notes.labresults;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/** The fields of {@code lab-request.*} events that are needed here. */
record ReportedResults(
        @Nullable UUID labRequestId,
        @Nullable UUID patientId,
        @Nullable Integer resultVersion,
        @Nullable List<Result> results,
        @Nullable Instant performedAt,
        @Nullable Boolean released,
        @Nullable String reason) {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,20}(\\.\\d{1,20})?");
    private static final int MAX_DIGITS = 34;

    record Result(
            @Nullable String code,
            @Nullable String name,
            @Nullable String value,
            @Nullable String unit,
            @Nullable String comparator,
            @Nullable Range referenceRange,
            @Nullable String interpretation,
            boolean critical) {}

    record Range(
            @Nullable String low,
            @Nullable String high,
            @Nullable String text) {}

    int version() {
        return Objects.requireNonNull(resultVersion, "resultVersion");
    }

    UUID request() {
        return Objects.requireNonNull(labRequestId, "labRequestId");
    }

    UUID patient() {
        return Objects.requireNonNull(patientId, "patientId");
    }

    boolean isReleased() {
        return Boolean.TRUE.equals(released);
    }

    /** The id of the clinical data of a version: the same whenever and wherever it is asked for. */
    static UUID id(UUID labRequestId, int version) {
        return UUID.nameUUIDFromBytes(("lab-request|" + labRequestId + "|" + version).getBytes(StandardCharsets.UTF_8));
    }

    /** {@code {"results": {"2823-3": {"code", "name", "value", "unit" …}}}}, by code, so that a trend has a path. */
    Document data() {
        Document byCode = new Document();
        for (Result result : Objects.requireNonNull(results, "results")) {
            String key = key(Objects.requireNonNull(result.code(), "code"));
            while (byCode.containsKey(key)) key = key + "_";
            byCode.append(key, document(result));
        }
        return new Document("results", byCode);
    }

    /** Without what a path could not say. */
    private static String key(String code) {
        String key = code.replaceAll("[^\\w-]", "_");
        return key.length() <= 100 ? key : key.substring(0, 100);
    }

    private static Document document(Result result) {
        Document document = new Document();
        put(document, "code", result.code());
        put(document, "name", result.name());
        put(document, "value", number(Objects.requireNonNull(result.value(), "value")));
        put(document, "comparator", result.comparator());
        put(document, "unit", result.unit());
        Range range = result.referenceRange();
        if (range != null) {
            Document bounds = new Document();
            put(bounds, "low", range.low() == null ? null : number(range.low()));
            put(bounds, "high", range.high() == null ? null : number(range.high()));
            put(bounds, "text", range.text());
            document.append("referenceRange", bounds);
        }
        put(document, "interpretation", result.interpretation());
        document.append("critical", result.critical());
        return document;
    }

    private static void put(Document document, String key, @Nullable Object value) {
        if (value != null) document.append(key, value);
    }

    /** A number keeps its digits, {@code 4.10} is not 4.1; what is none, or has more digits than BSON can hold, stays a text. */
    private static Object number(String text) {
        if (!NUMBER.matcher(text).matches()) return text;
        BigDecimal number = new BigDecimal(text);
        return number.precision() <= MAX_DIGITS ? new Decimal128(number) : text;
    }
}
