package polyclinic.commons.messaging.unsent;

import java.util.UUID;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/** Kafka refuses this message for what it is: sent again, it would be refused again, and keep all behind it from being sent. */
public final class UnsendableMessage extends RuntimeException {
    private final UUID id;
    private final String reason;

    /** @param reason without anything that the message says */
    public UnsendableMessage(UUID id, String reason) {
        super(reason, null, false, false);
        this.id = id;
        this.reason = reason;
    }

    /** The failure itself, unless it is the message's own. Rights, brokers and topics that are not there are the installation's. */
    public static Throwable of(UUID id, Throwable failure) {
        return failure instanceof RecordTooLargeException
                        || failure instanceof InvalidRecordException
                        || failure instanceof InvalidTopicException
                        || failure instanceof SerializationException
                ? new UnsendableMessage(id, failure.getClass().getName())
                : failure;
    }

    public UUID id() {
        return id;
    }

    public String reason() {
        return reason;
    }
}
