package polyclinic.audit.checkpoints;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a store has under the key of a checkpoint: the checkpoint, or something that somebody has damaged. */
public sealed interface StoredCheckpoint permits Checkpoint, DamagedCheckpoint {
    Pattern KEY = Pattern.compile("(\\d{4})/(\\d{12})");

    /** {@code chain/number} with leading zeros: the document's id, and the object's name in S3. */
    String key();

    /** The chain that the key names, 0 when it names none. */
    default int chain() {
        Matcher matcher = KEY.matcher(key());
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** The number that the key names, 0 when it names none. */
    default long number() {
        Matcher matcher = KEY.matcher(key());
        return matcher.matches() ? Long.parseLong(matcher.group(2)) : 0;
    }
}
