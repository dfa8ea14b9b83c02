package polyclinic.notes.labresults;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.Sha256;

/** The fields of {@code lab-request.*} events that are needed here. */
record ReportedResults(
        @Nullable UUID labRequestId,
        @Nullable UUID patientId,
        @Nullable Integer resultVersion,
        @Nullable List<Result> results,
        @Nullable Instant performedAt,
        @Nullable Boolean released,
        @Nullable String reason) {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,20}(\\.\\d{1,20})?([eE][+-]?\\d{1,2})?");
    private static final int MAX_DIGITS = 34;
    private static final int MAX_KEY = 128;

    record Result(
            @Nullable String code,
            @Nullable String name,
            @Nullable String value,
            @Nullable String unit,
            @Nullable String comparator,
            @Nullable Range referenceRange,
            @Nullable String interpretation,
            boolean critical,
            @Nullable Instant performedAt) {}

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

    /** The id of the clinical data of a version's newest part: the same whenever and wherever it is asked for. */
    static UUID id(UUID labRequestId, int version) {
        return named("lab-request|" + labRequestId + "|" + version);
    }

    private static UUID named(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The results that were measured at one time.
     *
     * @param data {@code {"results": {"2823-3": {"code", "name", "value", "unit" …}}}}, by code, so that a trend has a path
     */
    record Part(UUID id, Instant performedAt, Document data) {}

    /**
     * The version's results by the time when they were measured, the newest last: results come in parts, and a trend shows each of
     * them at its own time.
     *
     * @param told when the version was told of, for results that do not say when they were measured
     */
    List<Part> parts(Instant told) {
        Instant usual = Objects.requireNonNullElse(performedAt, told);
        TreeMap<Instant, Document> byTime = new TreeMap<>();
        for (Result result : Objects.requireNonNull(results, "results")) {
            Instant at = Objects.requireNonNullElse(result.performedAt(), usual).truncatedTo(ChronoUnit.MILLIS);
            byTime.computeIfAbsent(at, time -> new Document())
                    .append(key(Objects.requireNonNull(result.code(), "code")), document(result));
        }
        List<Part> parts = new ArrayList<>();
        byTime.forEach((at, byCode) -> {
            UUID id = at.equals(byTime.lastKey())
                    ? id(request(), version())
                    : named("lab-request|" + request() + "|" + version() + "|" + at);
            parts.add(new Part(id, at, new Document("results", byCode)));
        });
        return parts;
    }

    /**
     * Another for each code, or the trend of one test would have the values of another. What a path could not say is {@code _} and
     * two hexadecimal digits for each byte of its UTF-8; a code that would be too long by that is named by its SHA-256 instead.
     */
    static String key(String code) {
        StringBuilder key = new StringBuilder();
        for (byte octet : code.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-') key.append(c);
            else key.append("_%02X".formatted((int) c));
        }
        return key.length() <= MAX_KEY ? key.toString() : "__" + Sha256.hex(code.getBytes(StandardCharsets.UTF_8));
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
