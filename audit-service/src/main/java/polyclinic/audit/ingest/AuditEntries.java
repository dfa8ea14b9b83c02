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
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.messaging.DeadLetters;

/**
 * Listens to {@code audit.entries}. A batch is acknowledged when every entry of it is in a chain or a dead letter; until
 * then it is tried again, for as long as it takes. Only what is wrong with one document is held against that document.
 */
@ApplicationScoped
class AuditEntries {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Ingest ingest;
    private final DeadLetters deadLetters;

    AuditEntries(Ingest ingest, DeadLetters deadLetters) {
        this.ingest = ingest;
        this.deadLetters = deadLetters;
    }

    @Incoming("audit")
    Uni<Void> on(ConsumerRecords<String, String> batch) {
        List<Arrival> good = new ArrayList<>(batch.count());
        List<Uni<Void>> poison = new ArrayList<>();
        for (ConsumerRecord<String, String> message : batch) {
            try {
                good.add(new Arrival(EntryReader.read(message.value()), message));
            } catch (MalformedEntry malformed) {
                poison.add(patiently(deadLetters.send(message, malformed.getMessage())));
            }
        }
        return patiently(store(good))
                .chain(() -> Multi.createFrom()
                        .iterable(poison)
                        .onItem()
                        .transformToUniAndConcatenate(sending -> sending)
                        .collect()
                        .asList())
                .replaceWithVoid();
    }

    private Uni<Void> store(List<Arrival> good) {
        return Uni.createFrom()
                .deferred(() -> ingest.append(good))
                .onFailure(AuditEntries::isOfOneDocument)
                .recoverWithUni(() -> oneByOne(good));
    }

    /** The store refuses some document of the batch for what it is: find out which. */
    private Uni<Void> oneByOne(List<Arrival> good) {
        return Multi.createFrom()
                .iterable(good)
                .onItem()
                .transformToUniAndConcatenate(arrival -> Uni.createFrom()
                        .deferred(() -> ingest.append(List.of(arrival)))
                        .onFailure(AuditEntries::isOfOneDocument)
                        .recoverWithUni(() -> deadLetters.send(arrival.message(), "the store refuses the document")))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private static boolean isOfOneDocument(Throwable failure) {
        return failure instanceof MongoBulkWriteException bulk
                        && !bulk.getWriteErrors().isEmpty()
                || failure instanceof org.bson.BSONException;
    }

    private static Uni<Void> patiently(Uni<Void> work) {
        return work.onFailure()
                .invoke(failure ->
                        Log.warnf("audit entries wait: %s", failure.getClass().getName()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }
}
