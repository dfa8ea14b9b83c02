package polyclinic.gateway.feedaccess;

import io.vertx.core.MultiMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.feed.FeedEntry;
import polyclinic.gateway.feed.FeedTopic;

/**
 * What a client asks for.
 *
 * @param doctorId of one doctor alone, or null
 * @param patientId of one patient alone, or null
 */
public record FeedSelection(
        Set<FeedTopic> topics,
        @Nullable String doctorId,
        @Nullable String patientId) {

    private static final int ID_LENGTH = 36;

    /**
     * Reads {@code topics} (names parted by commas; all without it), {@code doctorId} and {@code patientId}.
     *
     * @return empty where one of them is not well-formed, or there is no such topic
     */
    public static Optional<FeedSelection> of(MultiMap parameters) {
        List<String> lists = parameters.getAll("topics");
        Set<FeedTopic> topics = EnumSet.noneOf(FeedTopic.class);
        for (String list : lists)
            for (String name : list.split(",", -1)) {
                Optional<FeedTopic> topic = FeedTopic.asked(name.strip());
                if (topic.isEmpty()) return Optional.empty();
                topics.add(topic.get());
            }
        if (lists.isEmpty()) topics = EnumSet.complementOf(EnumSet.of(FeedTopic.CARE));
        if (!isId(parameters.get("doctorId")) || !isId(parameters.get("patientId"))) return Optional.empty();
        return Optional.of(
                new FeedSelection(topics, lower(parameters.get("doctorId")), lower(parameters.get("patientId"))));
    }

    boolean includes(FeedEntry entry) {
        return topics.contains(entry.topic())
                && (doctorId == null || doctorId.equals(entry.doctorId()))
                && (patientId == null || patientId.equals(entry.patientId()));
    }

    private static boolean isId(@Nullable String text) {
        if (text == null) return true;
        try {
            return text.length() == ID_LENGTH
                    && UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static @Nullable String lower(@Nullable String id) {
        return id == null ? null : UUID.fromString(id).toString();
    }
}
