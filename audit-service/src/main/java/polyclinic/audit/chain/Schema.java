package polyclinic.audit.chain;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.conversions.Bson;

/** The named indexes. The two unique ones carry the proof that a chain neither forks nor doubles, so they come first. */
@ApplicationScoped
public class Schema {
    public static final int DUPLICATE_KEY = 11000;

    private final Entries entries;
    private volatile boolean ready;

    Schema(Entries entries) {
        this.entries = entries;
    }

    /** Creates what is missing; nothing may be written before it has completed once. */
    public Uni<Void> ready() {
        if (ready) return Uni.createFrom().voidItem();
        ReactiveMongoCollection<Entry> collection = entries.mongoCollection();
        return collection
                .createIndex(
                        Indexes.ascending("id"),
                        new IndexOptions().name("entry_id").unique(true))
                .chain(() -> collection.createIndex(
                        Indexes.ascending("chain", "seq"),
                        new IndexOptions().name("chain_seq").unique(true)))
                .chain(() -> Multi.createFrom()
                        .iterable(lookups().entrySet())
                        .onItem()
                        .transformToUniAndConcatenate(index ->
                                collection.createIndex(index.getValue(), new IndexOptions().name(index.getKey())))
                        .collect()
                        .last())
                .invoke(() -> ready = true)
                .replaceWithVoid();
    }

    private static Map<String, Bson> lookups() {
        Map<String, Bson> indexes = new LinkedHashMap<>();
        indexes.put("patient_time", newestFirst("patientId"));
        indexes.put("actor_time", newestFirst("actor.subject"));
        indexes.put("actor_name_time", newestFirst("actor.name"));
        indexes.put("action_time", newestFirst("action"));
        indexes.put("entity_time", newestFirst("entityType", "entityId"));
        indexes.put("entity_id_time", newestFirst("entityId"));
        indexes.put("time", newestFirst());
        return indexes;
    }

    private static Bson newestFirst(String... fields) {
        return Indexes.compoundIndex(Indexes.ascending(fields), Indexes.descending("occurredAt", "_id"));
    }
}
