package polyclinic.clients.movein.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values as other programs write them: times of Python, JavaScript and MongoDB's exports, ages, telephone numbers of India, names. A value
 * that cannot be read for certain is null, and the record says so.
 */
public final class PlainValues {
    private static final Charset LEGACY = Charset.forName("windows-1252");
    private static final Pattern AGE = Pattern.compile("(\\d{1,3})(?:\\.0+)?\\s*(?:y|yr|yrs|years?(?: old)?)?\\.?");
    private static final Pattern AGE_IN_MONTHS = Pattern.compile("(\\d{1,3})\\s*(?:m|mo|mos|months?)\\.?");
    private static final Pattern INDIAN = Pattern.compile("(?:\\+?91|0)?([6-9]\\d{9})");
    private static final long MILLISECONDS_FROM = 100_000_000_000L;
    private static final int MAX_AGE = 130;
    private static final int MONTHS_A_YEAR = 12;
    private static final Map<String, String> SEXES = Map.ofEntries(
            Map.entry("m", "male"),
            Map.entry("male", "male"),
            Map.entry("man", "male"),
            Map.entry("f", "female"),
            Map.entry("female", "female"),
            Map.entry("woman", "female"),
            Map.entry("w", "female"),
            Map.entry("o", "other"),
            Map.entry("other", "other"),
            Map.entry("transgender", "other"),
            Map.entry("u", "unknown"),
            Map.entry("unknown", "unknown"));

    private final ZoneId zone;

    /** @param zone of times that are written without one */
    public PlainValues(ZoneId zone) {
        this.zone = zone;
    }

    /** RFC 3339, the same without an offset, a date, seconds or milliseconds since 1970, or {@code {"$date": …}}; to the millisecond. */
    public @Nullable Instant instant(JsonNode value) {
        if (value.isObject()) return instant(value.has("$date") ? value.get("$date") : value.path("$numberLong"));
        if (value.isNumber()) return ofEpoch(value.decimalValue());
        String text = value.isTextual() ? value.asText().strip() : "";
        if (text.matches("\\d{9,14}(\\.\\d+)?")) return ofEpoch(new BigDecimal(text));
        String written = text.replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) (?=\\d)", "$1T");
        try {
            if (written.matches("\\d{4}-\\d{2}-\\d{2}"))
                return LocalDate.parse(written).atStartOfDay(zone).toInstant();
            if (written.matches(".*T.*([Zz]|[+-]\\d{2}:?\\d{2})"))
                return OffsetDateTime.parse(written.replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2"))
                        .toInstant()
                        .truncatedTo(ChronoUnit.MILLIS);
            return LocalDateTime.parse(written).atZone(zone).toInstant().truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeParseException notATime) {
            return null;
        }
    }

    private static @Nullable Instant ofEpoch(BigDecimal number) {
        try {
            long whole = number.longValue();
            return whole >= MILLISECONDS_FROM
                    ? Instant.ofEpochMilli(whole)
                    : Instant.ofEpochMilli(number.movePointRight(3).longValue());
        } catch (ArithmeticException | DateTimeException tooLarge) {
            return null;
        }
    }

    /** The day of a date or a time where the clinic is. */
    public @Nullable LocalDate day(JsonNode value) {
        String text = value.isTextual() ? value.asText().strip() : "";
        if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException notADate) {
                return null;
            }
        }
        Instant instant = instant(value);
        return instant == null ? null : instant.atZone(zone).toLocalDate();
    }

    /**
     * When somebody was born who was so old when it was written down: the middle of the days that it can have been.
     *
     * @param age in years, or with a unit: {@code 45}, {@code "45 yrs"}, {@code "8 months"}
     */
    public @Nullable LocalDate bornAtAge(JsonNode age, Instant written) {
        String text = age.isValueNode() ? age.asText().strip().toLowerCase(Locale.ROOT) : "";
        LocalDate day = written.atZone(zone).toLocalDate();
        Matcher years = AGE.matcher(text);
        if (years.matches() && Integer.parseInt(years.group(1)) <= MAX_AGE)
            return day.minusYears(Integer.parseInt(years.group(1))).minusMonths(MONTHS_A_YEAR / 2);
        Matcher months = AGE_IN_MONTHS.matcher(text);
        if (months.matches())
            return day.minusMonths(Integer.parseInt(months.group(1))).minusDays(15);
        return null;
    }

    /** {@code male}, {@code female}, {@code other} or {@code unknown}; null for what is none of their usual names. */
    public static @Nullable String sex(String written) {
        return SEXES.get(written.strip().toLowerCase(Locale.ROOT));
    }

    /** The number in E.164: a mobile number of India without its country gets it, another one stays as it is written. */
    public static String phone(String written) {
        String digits = written.replaceAll("[\\s().-]", "");
        Matcher indian = INDIAN.matcher(digits);
        return indian.matches() ? "+91" + indian.group(1) : written.strip();
    }

    /**
     * A text that somebody read as windows-1252 which was UTF-8 ({@code JosÃ©}), as it was; null where it is not such a text. All that is
     * no ASCII in it must have been UTF-8, which no other text is by chance.
     */
    public static @Nullable String reread(String text) {
        if (text.chars().allMatch(character -> character < 0x80)) return null;
        try {
            ByteBuffer bytes = LEGACY.newEncoder().encode(CharBuffer.wrap(text));
            String reread = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return reread.equals(text) ? null : reread;
        } catch (CharacterCodingException notThat) {
            return null;
        }
    }

    /** One line in its normal form, without what nobody sees. */
    public static String line(String text) {
        String visible = Normalizer.normalize(text, Normalizer.Form.NFC)
                .replaceAll("[\\p{Cc}\\s]+", " ")
                .replaceAll("[\\u202a-\\u202e\\u2066-\\u2069\\ufeff\\u200b]", "");
        return Objects.requireNonNull(visible).strip();
    }
}
