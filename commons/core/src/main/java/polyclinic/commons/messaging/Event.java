package polyclinic.commons.messaging;

import java.util.UUID;

/**
 * A fact that a service publishes. Each service has one sealed interface of records that extends this one; each
 * record carries {@link EventType} and has a schema and a sample in {@code contracts/events}.
 */
public interface Event {
    /** The Kafka key: events of one aggregate stay in order. */
    UUID aggregateId();
}
