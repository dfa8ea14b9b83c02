package polyclinic.notes.projections.timeline.lines;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;

/**
 * How the events of one source read on a timeline: a line an event type. A line says that something was written, never what.
 *
 * @param <E> the data of the source's events, as far as a line needs them
 */
public final class TimelineSource<E> {
    private static final int MAX_WORDS_LENGTH = 60;
    private static final Instant EARLIEST = Instant.parse("1800-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2500-01-01T00:00:00Z");

    private final String entityType;
    private final Class<E> data;
    private final Function<E, @Nullable UUID> patientId;
    private final Function<E, @Nullable UUID> entityId;
    private final Function<E, @Nullable Instant> happenedAt;
    private final Map<String, Line<E>> lines = new HashMap<>();
    private boolean patientOptional;
    private Predicate<E> hasNone = event -> false;

    private TimelineSource(
            String entityType,
            Class<E> data,
            Function<E, @Nullable UUID> patientId,
            Function<E, @Nullable UUID> entityId,
            Function<E, @Nullable Instant> happenedAt) {
        this.entityType = entityType;
        this.data = data;
        this.patientId = patientId;
        this.entityId = entityId;
        this.happenedAt = happenedAt;
    }

    /**
     * @param entityType the noun of what the events are about, in snake case
     * @param patientId the patient to whose timeline an event belongs
     * @param entityId what an event is about; where it is null, the envelope's subject
     * @param happenedAt when it happened to the patient, which may be long before it was recorded; where it is null, the
     *     envelope's time
     */
    public static <E> TimelineSource<E> of(
            String entityType,
            Class<E> data,
            Function<E, @Nullable UUID> patientId,
            Function<E, @Nullable UUID> entityId,
            Function<E, @Nullable Instant> happenedAt) {
        return new TimelineSource<>(entityType, data, patientId, entityId, happenedAt);
    }

    public TimelineSource<E> line(String eventType, Function<E, String> title) {
        lines.put(eventType, new Line<>(title, false));
        return this;
    }

    /** A line about unfinished work, which the patient is not shown. */
    public TimelineSource<E> staffLine(String eventType, Function<E, String> title) {
        lines.put(eventType, new Line<>(title, true));
        return this;
    }

    /** Some events of this source concern no patient; of any other source such an event is malformed. */
    public TimelineSource<E> patientOptional() {
        patientOptional = true;
        return this;
    }

    /** Some events of this source have their lines by another source, or none. */
    public TimelineSource<E> unless(Predicate<E> elsewhere) {
        hasNone = elsewhere;
        return this;
    }

    public String entityType() {
        return entityType;
    }

    public boolean has(String eventType) {
        return lines.containsKey(eventType);
    }

    /** Null for an event that concerns no patient, or has its line elsewhere. */
    public @Nullable TimelineEntry entry(CloudEvent event) {
        Line<E> line = lines.get(event.type());
        if (line == null) throw new IllegalArgumentException("no line for " + event.type());
        E read = event.as(data);
        if (hasNone.test(read)) return null;
        UUID patient = patientId.apply(read);
        if (patient == null && patientOptional) return null;
        if (patient == null) throw malformed(event, "names no patient");
        return new TimelineEntry(
                event,
                patient,
                time(event, read),
                line.title.apply(read),
                entityType,
                entity(event, read),
                line.staffOnly);
    }

    /** The codes of other services as words: {@code lab_result} is "Lab result". */
    public static String noun(@Nullable String code, String otherwise) {
        String words = words(code == null ? otherwise : code);
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    public static String words(String code) {
        String words = code.replace('_', ' ');
        return words.length() <= MAX_WORDS_LENGTH ? words : words.substring(0, MAX_WORDS_LENGTH);
    }

    /** Within the years that a BSON date and any client can hold. */
    private Instant time(CloudEvent event, E read) {
        Instant own = happenedAt.apply(read);
        Instant time = own == null ? event.time() : own;
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) throw malformed(event, "has an impossible time");
        return time;
    }

    private @Nullable String entity(CloudEvent event, E read) {
        UUID own = entityId.apply(read);
        return own == null ? event.subject() : own.toString();
    }

    private static IllegalArgumentException malformed(CloudEvent event, String why) {
        return new IllegalArgumentException("event " + event.type() + " " + event.id() + " " + why);
    }

    private record Line<E>(Function<E, String> title, boolean staffOnly) {}
}
