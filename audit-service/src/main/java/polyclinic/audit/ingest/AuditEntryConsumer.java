package polyclinic.audit.ingest;

import com.mongodb.MongoBulkWriteException;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.bson.BSONException;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.messaging.DeadLetters;

/**
 * Consumes {@code audit.entries}. A batch is acknowledged when every record of it is in a chain or a dead letter; until
 * then it is tried again, for as long as it takes. Only what is wrong with one document is held against that document.
 */
@ApplicationScoped
class AuditEntryConsumer {
    private static final Duration MIN_RETRY_DELAY = Duration.ofMillis(100);
    private static final Duration MAX_RETRY_DELAY = Duration.ofSeconds(5);

    private final RecordIngestion ingestion;
    private final DeadLetters deadLetters;

    AuditEntryConsumer(RecordIngestion ingestion, DeadLetters deadLetters) {
        this.ingestion = ingestion;
        this.deadLetters = deadLetters;
    }

    @Incoming("audit")
    Uni<Void> on(ConsumerRecords<String, String> batch) {
        List<ReceivedRecord> received = new ArrayList<>(batch.count());
        List<Uni<Void>> poison = new ArrayList<>();
        for (ConsumerRecord<String, String> message : batch) {
            try {
                received.add(new ReceivedRecord(AuditRecordReader.read(message.value()), message));
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

    private Uni<Void> append(List<ReceivedRecord> received) {
        return Uni.createFrom()
                .deferred(() -> ingestion.append(received))
                .onFailure(AuditEntryConsumer::isOfOneDocument)
                .recoverWithUni(() -> appendOneByOne(received));
    }

    /** The store refuses some document of the batch for what it is: this finds out which. */
    private Uni<Void> appendOneByOne(List<ReceivedRecord> received) {
        return Multi.createFrom()
                .iterable(received)
                .onItem()
                .transformToUniAndConcatenate(one -> Uni.createFrom()
                        .deferred(() -> ingestion.append(List.of(one)))
                        .onFailure(AuditEntryConsumer::isOfOneDocument)
                        .recoverWithUni(() -> deadLetters.send(one.message(), "the store refuses the document")))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private static boolean isOfOneDocument(Throwable failure) {
        return failure instanceof MongoBulkWriteException bulk
                        && !bulk.getWriteErrors().isEmpty()
                || failure instanceof BSONException;
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
