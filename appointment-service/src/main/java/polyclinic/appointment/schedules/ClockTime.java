package polyclinic.appointment.schedules;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A time on the wall clock, {@code 00:00} to {@code 24:00}: opening hours may end with the day, which
 * {@link LocalTime} cannot say.
 *
 * @param minutes since midnight, 0–1440
 */
@Schema(type = SchemaType.STRING, examples = "09:30", pattern = "(?:[01]\\d|2[0-3]):[0-5]\\d(?::00)?|24:00(?::00)?")
record ClockTime(int minutes) implements Comparable<ClockTime> {
    private static final int DAY = 24 * 60;
    private static final Pattern FORM = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)(?::00)?|24:00(?::00)?");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ClockTime of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) throw new IllegalArgumentException("must be a time of day, HH:MM");
        if (form.group(1) == null) return new ClockTime(DAY);
        return new ClockTime(Integer.parseInt(form.group(1)) * 60 + Integer.parseInt(form.group(2)));
    }

    /** {@code 00:00} as a closing time is the midnight that ends the day. */
    ClockTime asClosing() {
        return minutes == 0 ? new ClockTime(DAY) : this;
    }

    LocalDateTime on(LocalDate day) {
        return day.atStartOfDay().plusMinutes(minutes);
    }

    @Override
    public int compareTo(ClockTime other) {
        return Integer.compare(minutes, other.minutes);
    }

    @JsonValue
    @Override
    public String toString() {
        return "%02d:%02d".formatted(minutes / 60, minutes % 60);
    }
}
