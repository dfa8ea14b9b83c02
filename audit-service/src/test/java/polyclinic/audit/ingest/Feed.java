package polyclinic.audit.ingest;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import polyclinic.audit.chain.Entries;
import polyclinic.audit.chain.Heads;
import polyclinic.audit.chain.Recorded;
import polyclinic.audit.chain.Samples;
import polyclinic.audit.chain.Schema;
import polyclinic.commons.messaging.DeadLetters;

/** Appends entries as if they had come from a partition of Kafka. */
@ApplicationScoped
public class Feed {
    private final Schema schema;
    private final Entries entries;
    private final Heads heads;
    private final DeadLetters deadLetters;
    private final Clock clock;
    private final Ingest ingest;

    Feed(Schema schema, Entries entries, Heads heads, DeadLetters deadLetters, Clock clock) {
        this.schema = schema;
        this.entries = entries;
        this.heads = heads;
        this.deadLetters = deadLetters;
        this.clock = clock;
        this.ingest = replica();
    }

    /** Sample entries {@code from … to} of a chain, in one batch. */
    public void append(int chain, int from, int to) {
        ingest.append(arrivals(chain, from, to)).await().indefinitely();
    }

    /** These entries, in one batch. */
    public void append(int chain, List<Recorded> entries) {
        ingest.append(IntStream.range(0, entries.size())
                        .mapToObj(i -> arrival(chain, i + 1, entries.get(i)))
                        .toList())
                .await()
                .indefinitely();
    }

    /** Another instance of the service, with its own idea of where the chains end. */
    Ingest replica() {
        return new Ingest(schema, entries, heads, deadLetters, clock, new SimpleMeterRegistry());
    }

    static Uni<Void> append(Ingest replica, int chain, int from, int to) {
        return replica.append(arrivals(chain, from, to));
    }

    static List<Arrival> arrivals(int chain, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> arrival(chain, i, recorded(chain, i)))
                .toList();
    }

    static Arrival arrival(int chain, int number, Recorded entry) {
        return new Arrival(entry, new ConsumerRecord<>("audit.entries", chain, number - 1, entry.id(), "{}"));
    }

    /** The same number in another chain is another entry. */
    public static Recorded recorded(int chain, int number) {
        return Samples.recorded(chain * 100_000 + number);
    }
}
