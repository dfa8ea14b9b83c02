package polyclinic.audit.analytics;

import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.quarkus.mongodb.AggregateOptions;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.commons.web.PageKey;

/** The events in the database. */
@ApplicationScoped
public class AnalyticsEvents {
    private static final long LONGEST_S = 10;
    /** Of users or pages, those with the most events; of hours and days there are not so many. */
    private static final int MAX_KEYS = 1000;

    private final ReactiveMongoCollection<Document> events;

    AnalyticsEvents(ReactiveMongoClient mongo, @ConfigProperty(name = "quarkus.mongodb.database") String database) {
        this.events = mongo.getDatabase(database).getCollection("analytics_events");
    }

    /** Whether it was not there yet. */
    Uni<Boolean> add(AnalyticsEvent event) {
        return events.insertOne(event.toDocument())
                .replaceWith(true)
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithItem(false);
    }

    /** Those that are there already stay as they are. */
    Uni<Void> addAll(List<AnalyticsEvent> more) {
        if (more.isEmpty()) return Uni.createFrom().voidItem();
        return events.insertMany(
                        more.stream().map(AnalyticsEvent::toDocument).toList(), new InsertManyOptions().ordered(false))
                .replaceWithVoid()
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithNull();
    }

    Uni<@Nullable AnalyticsEvent> get(UUID id) {
        return events.find(Filters.eq("_id", id))
                .map(AnalyticsEvent::of)
                .collect()
                .first();
    }

    /** Latest first, one more than the limit. */
    Multi<AnalyticsEvent> list(
            EventPeriod period,
            @Nullable String eventType,
            @Nullable String user,
            @Nullable String sessionId,
            @Nullable PageKey after,
            int limit) {
        List<Bson> conditions = conditions(period, eventType);
        if (user != null) conditions.add(Filters.eq("user.subject", user));
        if (sessionId != null) conditions.add(Filters.eq("sessionId", sessionId));
        if (after != null)
            conditions.add(Filters.or(
                    Filters.lt("occurredAt", Date.from(after.at())),
                    Filters.and(Filters.eq("occurredAt", Date.from(after.at())), Filters.lt("_id", after.id()))));
        return events.find(
                        Filters.and(conditions),
                        new FindOptions()
                                .sort(Sorts.descending("occurredAt", "_id"))
                                .limit(limit + 1)
                                .maxTime(LONGEST_S, TimeUnit.SECONDS))
                .map(AnalyticsEvent::of);
    }

    /** When the first of them happened, or null. */
    public Uni<@Nullable Instant> oldest() {
        return events.find(new FindOptions()
                        .sort(Sorts.ascending("occurredAt", "_id"))
                        .limit(1))
                .map(event -> AnalyticsEvent.of(event).occurredAt())
                .collect()
                .first();
    }

    /**
     * Those of a time, oldest first.
     *
     * @param after only what comes behind this one; null for all
     * @param limit at most so many
     */
    public Uni<List<AnalyticsEventView>> page(Instant from, Instant to, @Nullable AnalyticsEventView after, int limit) {
        List<Bson> conditions = conditions(new EventPeriod(from, to), null);
        if (after != null)
            conditions.add(Filters.or(
                    Filters.gt("occurredAt", Date.from(after.occurredAt())),
                    Filters.and(
                            Filters.eq("occurredAt", Date.from(after.occurredAt())), Filters.gt("_id", after.id()))));
        return events.find(
                        Filters.and(conditions),
                        new FindOptions()
                                .sort(Sorts.ascending("occurredAt", "_id"))
                                .limit(limit))
                .map(event -> AnalyticsEventView.of(AnalyticsEvent.of(event)))
                .collect()
                .asList();
    }

    /** Removes these, which S3 has. */
    public Uni<Void> remove(List<UUID> archived) {
        return events.deleteMany(Filters.in("_id", archived)).replaceWithVoid();
    }

    /** Counts, in the order of time, or by users and pages those with the most events first. */
    Multi<SummaryView> summary(SummaryBy by, EventPeriod period, @Nullable String eventType, ZoneId zone) {
        List<Bson> conditions = conditions(period, eventType);
        if (by == SummaryBy.PAGE) conditions.add(Filters.exists("page"));
        boolean ofTime = by == SummaryBy.HOUR || by == SummaryBy.DAY;
        List<Bson> steps = List.of(
                Aggregates.match(Filters.and(conditions)),
                Aggregates.group(
                        key(by, zone),
                        Accumulators.sum("events", 1L),
                        Accumulators.max("name", "$user.name"),
                        Accumulators.addToSet("users", "$user.subject"),
                        Accumulators.addToSet("sessions", "$sessionId")),
                Aggregates.project(Projections.fields(
                        Projections.include("events", "name"),
                        Projections.computed("users", new Document("$size", "$users")),
                        Projections.computed("sessions", new Document("$size", "$sessions")))),
                Aggregates.sort(
                        ofTime
                                ? Sorts.ascending("_id")
                                : Sorts.orderBy(Sorts.descending("events"), Sorts.ascending("_id"))),
                Aggregates.limit(MAX_KEYS));
        return events.aggregate(steps, new AggregateOptions().allowDiskUse(true).maxTime(LONGEST_S, TimeUnit.SECONDS))
                .map(found -> new SummaryView(
                        String.valueOf(found.get("_id")),
                        by == SummaryBy.USER ? found.getString("name") : null,
                        number(found, "events"),
                        number(found, "users"),
                        number(found, "sessions")));
    }

    private static Object key(SummaryBy by, ZoneId zone) {
        return switch (by) {
            case HOUR -> time("%Y-%m-%dT%H:00:00Z", "UTC");
            case DAY -> time("%Y-%m-%d", zone.getId());
            case USER -> "$user.subject";
            case PAGE -> "$page";
        };
    }

    private static Document time(String format, String zone) {
        return new Document(
                "$dateToString",
                new Document("date", "$occurredAt").append("format", format).append("timezone", zone));
    }

    private static long number(Document found, String member) {
        return found.get(member) instanceof Number number ? number.longValue() : 0;
    }

    private static List<Bson> conditions(EventPeriod period, @Nullable String eventType) {
        List<Bson> conditions = new ArrayList<>();
        conditions.add(Filters.exists("_id"));
        if (eventType != null) conditions.add(Filters.eq("eventType", eventType));
        if (period.from() != null) conditions.add(Filters.gte("occurredAt", Date.from(period.from())));
        if (period.to() != null) conditions.add(Filters.lt("occurredAt", Date.from(period.to())));
        return conditions;
    }
}
