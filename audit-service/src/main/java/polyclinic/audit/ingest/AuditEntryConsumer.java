package polyclinic.audit.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.audit.chain.AuditRecord;
import polyclinic.audit.signing.ProducerKeys;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.messaging.DeadLetters;
import polyclinic.commons.messaging.channels.ChannelLiveness;
import polyclinic.commons.mongo.MongoFailures;

/**
 * Consumes {@code audit.entries}. A batch is acknowledged when every record of it is in a chain or a dead letter; until
 * then it is tried again, for as long as it takes. Only what is wrong with one document is held against that document. An
 * entry that the service it names did not sign never enters a chain.
 */
@ApplicationScoped
@Startup
class AuditEntryConsumer {
    private static final Duration MIN_RETRY_DELAY = Duration.ofMillis(100);
    private static final Duration MAX_RETRY_DELAY = Duration.ofSeconds(5);

    private final RecordIngestion ingestion;
    private final ProducerKeys producers;
    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;
    private final ChannelLiveness channels;
    private final Counter applied;

    AuditEntryConsumer(
            RecordIngestion ingestion,
            ProducerKeys producers,
            DeadLetters deadLetters,
            ChannelLiveness channels,
            MeterRegistry metrics) {
        this.ingestion = ingestion;
        this.producers = producers;
        this.metrics = metrics;
        this.channels = channels;
        this.deadLetters = deadLetters;
        this.applied = metrics.counter("polyclinic.events", "topic", Audit.TOPIC, "result", "applied");
        ProducerKeys.REFUSALS.forEach(this::refused);
    }

    private Counter refused(String reason) {
        return Counter.builder("polyclinic.audit.refused")
                .description("Entries that the service they name did not sign")
                .tag("reason", reason)
                .register(metrics);
    }

    @Incoming("audit")
    Uni<Void> on(ConsumerRecords<String, String> batch) {
        return channels.watch(Audit.TOPIC, () -> consume(batch));
    }

    private Uni<Void> consume(ConsumerRecords<String, String> batch) {
        List<ReceivedRecord> received = new ArrayList<>(batch.count());
        List<Uni<Void>> poison = new ArrayList<>();
        for (ConsumerRecord<String, String> message : batch) {
            try {
                AuditRecord record = AuditRecordReader.read(message.value());
                String refusal = producers.refusal(record);
                if (refusal == null) received.add(new ReceivedRecord(record, message));
                else poison.add(untilDone(refuse(message, refusal)));
            } catch (MalformedAuditRecord malformed) {
                poison.add(untilDone(deadLetters.send(message, malformed.reason())));
            }
        }
        return untilDone(append(received))
                .chain(() -> Multi.createFrom()
                        .iterable(poison)
                        .onItem()
                        .transformToUniAndConcatenate(sending -> sending)
                        .collect()
                        .asList())
                .replaceWithVoid();
    }

    /** Not of the service that it names: somebody writes into the topic who has no right to, or a key was not handed on. */
    private Uni<Void> refuse(ConsumerRecord<String, String> message, String reason) {
        refused(reason).increment();
        return deadLetters.send(message, "the entry's signature is not believed: " + reason);
    }

    private Uni<Void> append(List<ReceivedRecord> received) {
        return Uni.createFrom()
                .deferred(() -> ingestion.append(received))
                .invoke(() -> applied.increment(received.size()))
                .onFailure(MongoFailures::isOfTheDocument)
                .recoverWithUni(() -> appendOneByOne(received));
    }

    /** The store refuses some document of the batch for what it is: this finds out which. */
    private Uni<Void> appendOneByOne(List<ReceivedRecord> received) {
        return Multi.createFrom()
                .iterable(received)
                .onItem()
                .transformToUniAndConcatenate(one -> Uni.createFrom()
                        .deferred(() -> ingestion.append(List.of(one)))
                        .invoke(() -> applied.increment())
                        .onFailure(MongoFailures::isOfTheDocument)
                        .recoverWithUni(() -> deadLetters.send(one.message(), "the store refuses the document")))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private static Uni<Void> untilDone(Uni<Void> work) {
        return work.onFailure()
                .invoke(failure ->
                        Log.warnf("audit entries wait: %s", failure.getClass().getName()))
                .onFailure()
                .retry()
                .withBackOff(MIN_RETRY_DELAY, MAX_RETRY_DELAY)
                .indefinitely();
    }
}
