package polyclinic.audit.deadletters;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import polyclinic.commons.messaging.decisions.LetterDecision;

/**
 * Makes letters of the records of dead-letter topics, read in their order: a letter, what was decided about it, what became of it.
 * A message that is set aside again is one letter, and open again.
 */
final class LetterHistory {
    private static final String ENDING = ".dead-letter";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Comparator<Letter> OLDEST_FIRST =
            Comparator.comparing(Letter::at).thenComparing(Letter::id);

    private final Map<String, Letter> letters = new LinkedHashMap<>();

    /** @param message with headers; its body is not looked at */
    void add(ConsumerRecord<String, byte[]> message) {
        String service = message.topic().substring(0, message.topic().length() - ENDING.length());
        String settled = header(message, "dead-letter-settled");
        String decided = header(message, LetterDecision.ABOUT);
        if (!settled.isEmpty()) change(service, settled, outcome(message), header(message, "dead-letter-note"));
        else if (!decided.isEmpty()) change(service, decided, decision(message), header(message, "dead-letter-note"));
        else letter(service, message);
    }

    List<Letter> oldestFirst() {
        List<Letter> all = new ArrayList<>(letters.values());
        all.sort(OLDEST_FIRST);
        return all;
    }

    static boolean isOfTopic(String topic) {
        return topic.endsWith(ENDING);
    }

    static String topic(String service) {
        return service + ENDING;
    }

    private void change(String service, String place, LetterState state, String note) {
        letters.computeIfPresent(service + " " + place, (key, letter) -> letter.with(state, note));
    }

    private static LetterState outcome(ConsumerRecord<String, byte[]> message) {
        return switch (header(message, "dead-letter-outcome")) {
            case "replayed" -> LetterState.REPLAYED;
            case "dropped" -> LetterState.DROPPED;
            default -> LetterState.OPEN;
        };
    }

    private static LetterState decision(ConsumerRecord<String, byte[]> message) {
        return header(message, "dead-letter-decision").equals(LetterDecision.Action.DROP.name())
                ? LetterState.DROP_REQUESTED
                : LetterState.REPLAY_REQUESTED;
    }

    /** A record that names no place is of somebody else's making. */
    private void letter(String service, ConsumerRecord<String, byte[]> message) {
        String partition = header(message, "dead-letter-partition");
        String offset = header(message, "dead-letter-offset");
        if (!NUMBER.matcher(partition).matches() || !NUMBER.matcher(offset).matches()) return;
        Letter letter = new Letter(
                service,
                header(message, "dead-letter-topic"),
                (int) Long.parseLong(partition),
                Long.parseLong(offset),
                message.key() == null ? "" : message.key(),
                header(message, "ce_id"),
                header(message, "ce_type"),
                header(message, "dead-letter-reason"),
                Instant.ofEpochMilli(message.timestamp()),
                LetterState.OPEN,
                "");
        letters.put(service + " " + letter.place(), letter);
    }

    private static String header(ConsumerRecord<String, byte[]> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
