package polyclinic.notes.timelines;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Sorts;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bson.conversions.Bson;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.mongo.Lease;
import polyclinic.notes.people.Access;
import polyclinic.notes.store.Keyset;

@ApplicationScoped
public class Timelines implements ReactivePanacheMongoRepositoryBase<TimelineItem, UUID> {
    public static final String COLLECTION = "timeline_items";

    /** Adds what the events tell, each once; events that happen to no patient tell nothing. */
    public Uni<Void> learn(List<CloudEvent> events) {
        List<TimelineItem> items = events.stream()
                .filter(Happening::concerns)
                .map(Happening::of)
                .filter(Objects::nonNull)
                .toList();
        if (items.isEmpty()) return Uni.createFrom().voidItem();
        return mongoCollection()
                .insertMany(items, new InsertManyOptions().ordered(false))
                .replaceWithVoid()
                .onFailure(Lease::isDuplicate)
                .recoverWithNull();
    }

    /** Newest first, one more than the limit. */
    Uni<List<TimelineItem>> of(UUID patientId, Keyset after, int limit, Caller caller) {
        List<Bson> filter = new ArrayList<>(List.of(Filters.eq("patientId", patientId)));
        if (Access.asPatient(caller)) filter.add(Filters.eq("staffOnly", false));
        if (after != null) filter.add(after.older("occurredAt"));
        FindOptions page =
                new FindOptions().sort(Sorts.descending("occurredAt", "_id")).limit(limit + 1);
        return mongoCollection().find(Filters.and(filter), page).collect().asList();
    }
}
