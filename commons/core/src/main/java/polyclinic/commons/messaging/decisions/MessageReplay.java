package polyclinic.commons.messaging.decisions;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.messaging.DeadLetters;
import polyclinic.commons.messaging.KafkaSender;
import polyclinic.commons.messaging.OutboxMessage;
import polyclinic.commons.messaging.unsent.UnsentMessages;
import polyclinic.commons.values.Ids;

/**
 * Handles a message again that was set aside. It is read where it came from, not from the letter: whoever may write a dead-letter
 * topic cannot make a service believe what the owner of the topic has not said. An entry of the audit trail, whose place in its
 * chain is the one in which it arrives, is sent to its topic again; every service may do that.
 */
@ApplicationScoped
class MessageReplay {
    private final OriginalMessages originals;
    private final TopicListeners listeners;
    private final DeadLetters deadLetters;
    private final KafkaSender kafka;
    private final Instance<UnsentMessages> unsent;

    MessageReplay(
            OriginalMessages originals,
            TopicListeners listeners,
            DeadLetters deadLetters,
            KafkaSender kafka,
            Instance<UnsentMessages> unsent) {
        this.originals = originals;
        this.listeners = listeners;
        this.deadLetters = deadLetters;
        this.kafka = kafka;
        this.unsent = unsent;
    }

    /**
     * Completes when the message has had its effect, or is a dead letter again, or cannot be replayed; what became of it is in
     * the dead-letter topic then. Fails when Kafka is away.
     *
     * @param key of the letter
     */
    Uni<Void> run(LetterDecision decision, String key) {
        if (isOfOutbox(decision))
            return ofOutbox(decision, UnsentMessages::sendAgain)
                    .chain(there -> there
                            ? settle(decision, key, DeadLetters.REPLAYED, "")
                            : refuse(decision, key, "the message is not among those that were set aside"));
        return originals
                .read(decision.topic(), decision.partition(), decision.offset())
                .chain(found -> found.filter(message -> isMeant(message, decision))
                        .map(message -> again(message, decision, key))
                        .orElseGet(() -> refuse(decision, key, "the topic does not keep the message any more")));
    }

    /** Notes that nothing is to be done; what was kept of a message that was never sent goes. Fails as {@link #run}. */
    Uni<Void> drop(LetterDecision decision, String key) {
        Uni<Boolean> gone = isOfOutbox(decision)
                ? ofOutbox(decision, UnsentMessages::drop)
                : Uni.createFrom().item(true);
        return gone.chain(() -> settle(decision, key, DeadLetters.DROPPED, decision.note()));
    }

    private static boolean isOfOutbox(LetterDecision decision) {
        return decision.topic().equals(UnsentMessages.OUTBOX);
    }

    private Uni<Boolean> ofOutbox(LetterDecision decision, BiFunction<UnsentMessages, UUID, Uni<Boolean>> work) {
        try {
            UUID id = UUID.fromString(decision.eventId());
            return unsent.isUnsatisfied() ? Uni.createFrom().item(false) : work.apply(unsent.get(), id);
        } catch (IllegalArgumentException noId) {
            return Uni.createFrom().item(false);
        }
    }

    private static boolean isMeant(ConsumerRecord<String, String> message, LetterDecision decision) {
        return decision.eventId().equals(LetterDecision.header(message.headers(), "ce_id"));
    }

    private Uni<Void> again(ConsumerRecord<String, String> message, LetterDecision decision, String key) {
        if (message.topic().equals(Audit.TOPIC))
            return kafka.send(List.of(copy(message))).chain(() -> settle(decision, key, DeadLetters.REPLAYED, ""));
        return deadLetters.watch(decision.place(), listeners.call(message)).chain(outcome -> {
            if (outcome.setAside()) return Uni.createFrom().voidItem();
            return outcome.result()
                    ? settle(decision, key, DeadLetters.REPLAYED, "")
                    : refuse(decision, key, "nobody here listens to the topic");
        });
    }

    private static OutboxMessage copy(ConsumerRecord<String, String> message) {
        Map<String, String> headers = new LinkedHashMap<>();
        message.headers()
                .forEach(header -> headers.put(header.key(), LetterDecision.header(message.headers(), header.key())));
        return new OutboxMessage(
                Ids.next(),
                message.topic(),
                message.key(),
                headers.getOrDefault("ce_type", "unknown"),
                headers,
                message.value());
    }

    private Uni<Void> refuse(LetterDecision decision, String key, String why) {
        Log.warnf("dead letter %s is not replayed: %s", decision.place(), why);
        return settle(decision, key, DeadLetters.FAILED, why);
    }

    private Uni<Void> settle(LetterDecision decision, String key, String outcome, String note) {
        return deadLetters.settle(decision.place(), key, outcome, note);
    }
}
