package polyclinic.gateway.feed;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a client of the feed asks for by name. */
public enum FeedTopic {
    QUEUE,
    APPOINTMENTS,
    ALERTS,
    TASKS,
    PATIENTS,
    PRESCRIPTIONS,
    RESULTS,
    CLINICAL_DATA,
    NOTES,
    DOCUMENTS,
    /** What one person is to know of: a notification of theirs, and that they have read it. */
    NOTIFICATIONS,
    /** Who of the staff comes and goes. */
    PRESENCE,
    /** Who is in whose care and which account a doctor has: never delivered, but rights follow it. */
    CARE;

    /** As clients write it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for a name that clients cannot ask for. */
    public static Optional<FeedTopic> asked(String name) {
        return Arrays.stream(values())
                .filter(topic -> topic != CARE && topic.wire().equals(name))
                .findFirst();
    }
}
