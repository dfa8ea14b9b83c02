package polyclinic.commons.messaging.decisions;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.async.RetryLoop;
import polyclinic.commons.messaging.channels.ChannelLiveness;

/** Listens to the service's own dead-letter topic for what was decided about its letters. */
@ApplicationScoped
class DecisionListener {
    private static final RetryLoop RETRIES = RetryLoop.withBackOff(Duration.ofMillis(100), Duration.ofSeconds(5));

    private final MessageReplay replay;
    private final ChannelLiveness channels;
    private final String topic;

    DecisionListener(
            MessageReplay replay,
            ChannelLiveness channels,
            @ConfigProperty(name = "mp.messaging.incoming.dead-letter-decisions.topic") String topic) {
        this.replay = replay;
        this.channels = channels;
        this.topic = topic;
    }

    /** One after the other, each until its outcome is noted; after a crash in between it is acted on once more. */
    @Incoming("dead-letter-decisions")
    Uni<Void> on(ConsumerRecords<String, String> poll) {
        return channels.watch(topic, () -> Multi.createFrom()
                .iterable(poll)
                .onItem()
                .transformToUniAndConcatenate(this::handle)
                .collect()
                .asList()
                .replaceWithVoid());
    }

    private Uni<Void> handle(ConsumerRecord<String, String> message) {
        return LetterDecision.of(message)
                .map(decision -> RETRIES.run(() -> act(decision, message.key()), (failure, attempt) -> {
                    Log.warnf(
                            "dead letter %s waits, attempt=%d: %s",
                            decision.place(), attempt, failure.getClass().getName());
                    return true;
                }))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> act(LetterDecision decision, String key) {
        return switch (decision.action()) {
            case REPLAY -> replay.run(decision, key);
            case DROP -> replay.drop(decision, key);
        };
    }
}
