package polyclinic.notes.timelines;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.web.PageKey;
import polyclinic.notes.projections.timeline.TimelineEntryMapper;
import polyclinic.notes.projections.timeline.lines.TimelineEntry;
import polyclinic.notes.store.ListConditions;

/** Finds what the caller may see of a timeline: patients find nothing unfinished, who treats them no money. */
@ApplicationScoped
class Timelines implements ReactivePanacheMongoRepositoryBase<TimelineEntry, UUID> {
    /**
     * What of a timeline is shown.
     *
     * @param drafts what is for the staff only
     * @param accounts what is about money
     */
    record Shown(boolean drafts, boolean accounts) {}

    /** Newest first, one more than the limit. */
    Uni<List<TimelineEntry>> of(UUID patientId, @Nullable PageKey after, int limit, Shown shown) {
        List<Bson> conditions =
                new ArrayList<>(List.of(Filters.eq("patientId", patientId), Filters.ne(TimelineEntry.REMOVED, true)));
        if (!shown.drafts()) conditions.add(Filters.eq("staffOnly", false));
        if (!shown.accounts()) conditions.add(Filters.nin("entityType", TimelineEntryMapper.ACCOUNT_ENTITIES));
        if (after != null) conditions.add(ListConditions.olderThan(after, "occurredAt"));
        FindOptions page =
                new FindOptions().sort(Sorts.descending("occurredAt", "_id")).limit(limit + 1);
        return mongoCollection().find(Filters.and(conditions), page).collect().asList();
    }
}
