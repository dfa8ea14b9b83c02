package polyclinic.notes.projections;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bson.conversions.Bson;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.commons.values.ClinicDays;
import polyclinic.notes.projections.timeline.TimelineEntryMapper;
import polyclinic.notes.projections.timeline.lines.TimelineEntry;

/** Keeps the entries of all timelines. */
@ApplicationScoped
class TimelineEntries implements ReactivePanacheMongoRepositoryBase<TimelineEntry, UUID> {
    private final TimelineEntryMapper mapper;

    TimelineEntries(ClinicDays days) {
        this.mapper = new TimelineEntryMapper(days.zone());
    }

    /** Adds an entry for each event that belongs on a timeline. Replayed events have no effect. */
    Uni<Void> record(List<CloudEvent> events) {
        List<TimelineEntry> entries =
                events.stream().map(mapper::entry).filter(Objects::nonNull).toList();
        return add(entries).chain(() -> remove(events));
    }

    private Uni<Void> add(List<TimelineEntry> entries) {
        if (entries.isEmpty()) return Uni.createFrom().voidItem();
        return mongoCollection()
                .insertMany(entries, new InsertManyOptions().ordered(false))
                .replaceWithVoid()
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithNull();
    }

    /**
     * What was entered in error leaves the timeline. Its event follows those that made the lines, by the order of its key. The line
     * stays as a marker, so that the event that made it cannot bring it back when it is delivered again.
     */
    private Uni<Void> remove(List<CloudEvent> events) {
        List<Bson> wrong = events.stream()
                .map(TimelineEntryMapper::removed)
                .filter(Objects::nonNull)
                .toList();
        if (wrong.isEmpty()) return Uni.createFrom().voidItem();
        return mongoCollection()
                .updateMany(Filters.or(wrong), Updates.set(TimelineEntry.REMOVED, true))
                .replaceWithVoid();
    }
}
