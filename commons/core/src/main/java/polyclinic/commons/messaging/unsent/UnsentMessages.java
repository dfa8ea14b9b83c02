package polyclinic.commons.messaging.unsent;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/**
 * Messages that were taken out of the outbox, so that those behind them go on, and are kept whole in the service's own store. A
 * letter in the dead-letter topic tells of each, without its body.
 */
public interface UnsentMessages {
    /** What such a letter names as the topic that it comes from. */
    String OUTBOX = "outbox";

    /** Puts the message into the outbox again, behind all others. False when it is not there. */
    Uni<Boolean> sendAgain(UUID id);

    /** Deletes the message. False when it is not there. */
    Uni<Boolean> drop(UUID id);
}
