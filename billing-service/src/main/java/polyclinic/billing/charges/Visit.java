package polyclinic.billing.charges;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What something is done for: an appointment, or the encounter of who came without one. */
public record Visit(Kind kind, UUID id) {
    /** What the id is of. */
    public enum Kind {
        APPOINTMENT,
        ENCOUNTER
    }

    /** Null where nothing is named. An encounter that belongs to an appointment ends with that. */
    public static @Nullable Visit of(@Nullable UUID appointmentId, @Nullable UUID encounterId) {
        if (appointmentId != null) return new Visit(Kind.APPOINTMENT, appointmentId);
        return encounterId == null ? null : new Visit(Kind.ENCOUNTER, encounterId);
    }

    public static Visit ofAppointment(UUID id) {
        return new Visit(Kind.APPOINTMENT, id);
    }

    public @Nullable UUID appointmentId() {
        return kind == Kind.APPOINTMENT ? id : null;
    }

    /** Why what was for it ends when it is cancelled. */
    public String cancelled() {
        return "The " + name() + " was cancelled.";
    }

    String name() {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
