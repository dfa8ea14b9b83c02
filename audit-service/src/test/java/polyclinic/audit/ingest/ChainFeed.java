package polyclinic.audit.ingest;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import polyclinic.audit.chain.AuditRecord;
import polyclinic.audit.chain.ChainEntries;
import polyclinic.audit.chain.ChainHeads;
import polyclinic.audit.chain.SampleRecords;
import polyclinic.audit.signing.ProducerConfig;
import polyclinic.commons.messaging.DeadLetters;

/** Appends records as if they had come from a partition of Kafka. */
@ApplicationScoped
public class ChainFeed {
    private final ChainEntries entries;
    private final ChainHeads heads;
    private final DeadLetters deadLetters;
    private final ProducerConfig config;
    private final Clock clock;
    private final RecordIngestion ingestion;

    ChainFeed(ChainEntries entries, ChainHeads heads, DeadLetters deadLetters, ProducerConfig config, Clock clock) {
        this.entries = entries;
        this.heads = heads;
        this.deadLetters = deadLetters;
        this.config = config;
        this.clock = clock;
        this.ingestion = replica();
    }

    /** Sample records {@code from … to} of a chain, in one batch. */
    public void append(int chain, int from, int to) {
        ingestion.append(received(chain, from, to)).await().indefinitely();
    }

    /** These records, in one batch. */
    public void append(int chain, List<AuditRecord> records) {
        ingestion
                .append(IntStream.range(0, records.size())
                        .mapToObj(i -> received(chain, i + 1, records.get(i)))
                        .toList())
                .await()
                .indefinitely();
    }

    /** Another instance of the service, with its own idea of where the chains end. */
    RecordIngestion replica() {
        return new RecordIngestion(entries, heads, deadLetters, config, clock, new SimpleMeterRegistry());
    }

    static Uni<Void> append(RecordIngestion replica, int chain, int from, int to) {
        return replica.append(received(chain, from, to));
    }

    private static List<ReceivedRecord> received(int chain, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> received(chain, i, record(chain, i)))
                .toList();
    }

    static ReceivedRecord received(int chain, int number, AuditRecord record) {
        return new ReceivedRecord(record, new ConsumerRecord<>("audit.entries", chain, number - 1, record.id(), "{}"));
    }

    /** The same number in another chain is another record. */
    public static AuditRecord record(int chain, int number) {
        return SampleRecords.record(chain * 100_000 + number);
    }
}
