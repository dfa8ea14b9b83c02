package polyclinic.commons.messaging.decisions;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has decided about a dead letter. It is a record of headers alone, in the dead-letter topic of the service that
 * set the message aside; the service acts on it and notes behind it what became of the letter.
 *
 * @param topic the topic that the message came from
 * @param offset its place there
 * @param eventId the message's {@code ce_id}: another message in its place is not the one that was decided about; "" when it
 *     has none
 * @param note why, for a letter that is dropped
 */
public record LetterDecision(String topic, int partition, long offset, String eventId, Action action, String note) {
    /** Names the letter: {@code topic/partition/offset}. */
    public static final String ABOUT = "dead-letter-decided";

    private static final String ACTION = "dead-letter-decision";
    private static final String EVENT = "dead-letter-event";
    private static final String NOTE = "dead-letter-note";
    private static final Pattern PLACE = Pattern.compile("([a-z0-9._-]{1,249})/(\\d{1,9})/(\\d{1,18})");

    /** What is to become of a letter. */
    public enum Action {
        REPLAY,
        DROP
    }

    /** The message's id: topic, partition and offset. */
    public String place() {
        return topic + "/" + partition + "/" + offset;
    }

    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(ABOUT, place());
        headers.put(ACTION, action.name());
        headers.put(EVENT, eventId);
        headers.put(NOTE, note);
        return headers;
    }

    /** The decision that a record of a dead-letter topic is; empty for a letter, and for what became of one. */
    static Optional<LetterDecision> of(ConsumerRecord<String, String> message) {
        Matcher place = PLACE.matcher(header(message.headers(), ABOUT));
        if (!place.matches()) return Optional.empty();
        Action action = action(header(message.headers(), ACTION));
        return action == null
                ? Optional.empty()
                : Optional.of(new LetterDecision(
                        place.group(1),
                        Integer.parseInt(place.group(2)),
                        Long.parseLong(place.group(3)),
                        header(message.headers(), EVENT),
                        action,
                        header(message.headers(), NOTE)));
    }

    private static @Nullable Action action(String name) {
        for (Action action : Action.values()) if (action.name().equals(name)) return action;
        return null;
    }

    static String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
