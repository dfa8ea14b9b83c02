package polyclinic.audit.deadletters;

import java.time.Instant;
import polyclinic.commons.messaging.decisions.LetterDecision;

/**
 * A message that a service has set aside, without what the message says.
 *
 * @param service that could not handle it
 * @param topic the topic that the message came from
 * @param key of the message: the id of what it is about
 * @param eventId its {@code ce_id}, "" when it has none
 * @param type its CloudEvents type, "" when it has none
 * @param reason why it was set aside
 * @param at when
 * @param state what has become of it
 * @param note why it was dropped, or why it could not be replayed; "" when nobody said
 */
record Letter(
        String service,
        String topic,
        int partition,
        long offset,
        String key,
        String eventId,
        String type,
        String reason,
        Instant at,
        LetterState state,
        String note) {
    /** The message's place, in which it is known to the service. */
    String place() {
        return topic + "/" + partition + "/" + offset;
    }

    /** The same for an address: a path ends at a slash. */
    String id() {
        return service + ":" + topic + ":" + partition + ":" + offset;
    }

    Letter with(LetterState changed, String why) {
        return new Letter(service, topic, partition, offset, key, eventId, type, reason, at, changed, why);
    }

    LetterDecision decide(LetterDecision.Action action, String why) {
        return new LetterDecision(topic, partition, offset, eventId, action, why);
    }
}
