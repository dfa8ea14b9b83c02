package polyclinic.notes.proposals.making;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.commons.problem.Problem;

/** How many summaries an account may ask for in an hour, all replicas together: each costs money. */
@ApplicationScoped
public class SummaryBudget {
    private static final Duration HOUR = Duration.ofHours(1);

    private final ReactiveMongoCollection<Document> budgets;
    private final int perHour;

    SummaryBudget(
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            ProposalConfig config) {
        this.budgets = mongo.getDatabase(database).getCollection("ai_budgets");
        this.perHour = config.perHour();
    }

    /** Takes one of the hour. Fails with 429 {@code too-many-summaries} when there is none left. */
    public Uni<Void> take(Caller caller, Instant now) {
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        return count(caller.subject() + "/" + hour, hour)
                // Two are the first of the hour at once: one of them is the second.
                .onFailure(MongoFailures::isDuplicateKey)
                .retry()
                .atMost(1)
                .map(counted -> {
                    if (counted.getInteger("count") > perHour)
                        throw new Problem(
                                429,
                                "too-many-summaries",
                                "You may ask for " + perHour + " summaries in an hour; ask in the next one.");
                    return null;
                });
    }

    private Uni<Document> count(String id, Instant hour) {
        return Uni.createFrom()
                .deferred(() -> budgets.findOneAndUpdate(
                        Filters.eq("_id", id),
                        Updates.combine(
                                Updates.inc("count", 1), Updates.setOnInsert("until", Date.from(hour.plus(HOUR)))),
                        new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER)));
    }
}
