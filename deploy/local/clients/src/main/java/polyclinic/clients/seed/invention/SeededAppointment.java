package polyclinic.clients.seed.invention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;

/**
 * An invented appointment as it stands today: what lies ahead is booked; of what is past most were kept, some were cancelled or
 * missed.
 *
 * @param doctor place in the list of doctors
 * @param patient place in the list of patients
 * @param encounterId of a consultation that took place
 */
public record SeededAppointment(
        UUID id,
        int doctor,
        int patient,
        Instant start,
        Status status,
        @Nullable String reason,
        @Nullable UUID encounterId,
        Instant bookedAt) {
    public static final Duration LENGTH = Duration.ofMinutes(20);

    /** As {@code polyclinic.access.care-lasts}: what is older is in nobody's care and on no service's list of care. */
    private static final Duration CARE_LASTS = Duration.ofDays(365);

    private static final int DAYS_AHEAD = 14;
    private static final int WEEKDAYS = 5 * 260;
    private static final int MAX_OF_A_DAY = 40;

    /** More would not fit into five years. */
    static final int MAX_OF_A_DOCTOR = WEEKDAYS * MAX_OF_A_DAY;

    private static final int FIRST_HOUR = 8;
    private static final Duration BOOKED_BEFORE = Duration.ofDays(10);
    private static final List<String> REASONS =
            List.of("Check-up", "Cough", "Back pain", "Follow-up", "Vaccination", "Headache", "Blood pressure");

    /** An appointment's end so far, with how many changes it took and what the last of them is called. */
    public enum Status {
        SCHEDULED(0, "booked"),
        COMPLETED(3, "completed"),
        CANCELLED(1, "cancelled"),
        NO_SHOW(1, "no-show");

        private final long version;
        private final String change;

        Status(long version, String change) {
            this.version = version;
            this.change = change;
        }

        /** Of the row, after so many changes. */
        public long version() {
            return version;
        }
    }

    /**
     * The n-th of a plan, the latest first. At each time every doctor sees another patient, and each has so many a day that they
     * are spread over years.
     *
     * @param now what is before it is past
     */
    public static SeededAppointment of(SeedPlan plan, int n, Instant now) {
        int doctor = n % plan.doctors();
        int turn = n / plan.doctors();
        int perDoctor = (plan.appointments() + plan.doctors() - 1) / plan.doctors();
        int perDay = (perDoctor + WEEKDAYS - 1) / WEEKDAYS;
        LocalDate day = weekday(LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(DAYS_AHEAD), turn / perDay);
        Instant start = day.atTime(FIRST_HOUR, 0).toInstant(ZoneOffset.UTC).plus(LENGTH.multipliedBy(turn % perDay));
        SeededRandom random = new SeededRandom(plan.number(), SeededRandom.Kind.APPOINTMENT, n);
        Instant usual = start.minus(BOOKED_BEFORE);
        Instant booked = usual.isBefore(now) ? usual : now;
        UUID id = random.id(booked);
        UUID encounter = random.id(start);
        Status status = start.isAfter(now) ? Status.SCHEDULED : past(random);
        return new SeededAppointment(
                id,
                doctor,
                patient(plan, turn, doctor),
                start,
                status,
                random.percent(80) ? random.oneOf(REASONS) : null,
                status == Status.COMPLETED ? encounter : null,
                booked);
    }

    private static Status past(SeededRandom random) {
        int chance = random.below(100);
        return chance < 88 ? Status.COMPLETED : chance < 95 ? Status.CANCELLED : Status.NO_SHOW;
    }

    /** The n-th weekday before a day, which is the first of them if it is one. */
    private static LocalDate weekday(LocalDate from, int n) {
        LocalDate friday = from;
        while (friday.getDayOfWeek() != DayOfWeek.FRIDAY) friday = friday.minusDays(1);
        return friday.minusWeeks(n / 5).minusDays(n % 5);
    }

    /** Doctors of one turn have consecutive places, so no patient is at two of them. A step of each turn mixes who sees whom. */
    private static int patient(SeedPlan plan, int turn, int doctor) {
        long step = plan.doctors() + 7L;
        return (int) ((turn * step + doctor) % plan.patients());
    }

    public Instant end() {
        return start.plus(LENGTH);
    }

    /** Whether other services need to know it. */
    public boolean isCare(Instant now) {
        return start.plus(CARE_LASTS).isAfter(now);
    }

    public String eventType() {
        return "appointment." + status.change + ".v1";
    }

    /** The data of the event. */
    public JsonNode event(UUID patientId, SeededDoctor by, Instant now) {
        ObjectNode data = JsonNodes.object(
                "appointmentId",
                id,
                "version",
                status.version,
                "patientId",
                patientId,
                "doctorId",
                by.id(),
                "doctorName",
                by.name(),
                "startsAt",
                start,
                "endsAt",
                end(),
                "status",
                status.name().toLowerCase(Locale.ROOT),
                "reason",
                reason);
        if (status == Status.CANCELLED) data.put("cancellationReason", SeededDoctor.CANCELLATION);
        if (encounterId != null) data.put("encounterId", encounterId.toString());
        data.put("occurredAt", (start.isBefore(now) ? start : now).toString());
        return data;
    }
}
