package polyclinic.audit.deadletters;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter without its body.
 *
 * @param service that could not handle the message
 * @param topic the topic that it came from, with partition and offset there
 * @param key of the message: the id of what it is about
 * @param type its CloudEvents type, null when it has none
 * @param reason why it was set aside
 * @param setAsideAt when
 * @param note why it was dropped, or why it could not be replayed
 */
@Schema(name = "DeadLetter")
record LetterView(
        String id,
        String service,
        String topic,
        int partition,
        long offset,
        String key,
        @Nullable String type,
        String reason,
        Instant setAsideAt,
        LetterState state,
        @Nullable String note) {
    static LetterView of(Letter letter) {
        return new LetterView(
                letter.id(),
                letter.service(),
                letter.topic(),
                letter.partition(),
                letter.offset(),
                letter.key(),
                orNull(letter.type()),
                letter.reason(),
                letter.at(),
                letter.state(),
                orNull(letter.note()));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
