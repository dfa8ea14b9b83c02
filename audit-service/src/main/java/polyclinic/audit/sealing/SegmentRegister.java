package polyclinic.audit.sealing;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.quarkus.logging.Log;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.AuditRecord;
import polyclinic.audit.sealing.SealedSegments.Sealed;
import polyclinic.commons.mongo.MongoFailures;

/**
 * What the database knows of the sealed years: that they are, and which of them it does not hold any more. It serves those who
 * search; nobody believes it who verifies.
 */
@ApplicationScoped
public class SegmentRegister {
    private final ReactiveMongoCollection<Document> segments;

    SegmentRegister(ReactiveMongoClient mongo, @ConfigProperty(name = "quarkus.mongodb.database") String database) {
        this.segments = mongo.getDatabase(database).getCollection("segments");
    }

    /** Nothing changes where it is known already. */
    Uni<Void> add(SealedSegment segment) {
        return segments.insertOne(new Document("_id", new Sealed(segment.chain(), segment.year()).name())
                        .append("chain", segment.chain())
                        .append("year", segment.year())
                        .append("earliest", segment.earliest())
                        .append("latest", segment.latest())
                        .append("inDatabase", true))
                .replaceWithVoid()
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithNull();
    }

    /** The years of a chain that are known. */
    Uni<Set<Integer>> known(int chain) {
        return segments.find(Filters.eq("chain", chain))
                .map(found -> found.getInteger("year"))
                .collect()
                .asSet();
    }

    /** Those that have ended by {@code year}, the oldest first. */
    Uni<List<Sealed>> upTo(int year) {
        return segments.find(Filters.lte("year", year), new FindOptions().sort(Sorts.ascending("year", "chain")))
                .map(found -> new Sealed(found.getInteger("chain"), found.getInteger("year")))
                .collect()
                .asList();
    }

    /** To be called before the first of its entries leaves: nobody may miss one without being told where it is. */
    Uni<Void> leaves(Sealed wanted) {
        return segments.updateOne(Filters.eq("_id", wanted.name()), Updates.set("inDatabase", false))
                .invoke(updated -> {
                    if (updated.getModifiedCount() > 0) Log.infof("%s leaves the database", wanted.name());
                })
                .replaceWithVoid();
    }

    /** The names of those of which entries have left. */
    public Uni<Set<String>> archived() {
        return segments.find(Filters.eq("inDatabase", false), new FindOptions().projection(Projections.include("_id")))
                .map(found -> found.getString("_id"))
                .collect()
                .asSet();
    }

    /** The years of which entries have left that happened between the two, in order. */
    public Uni<List<Integer>> archivedYears(@Nullable Instant from, @Nullable Instant to) {
        List<Bson> conditions = new ArrayList<>();
        conditions.add(Filters.eq("inDatabase", false));
        if (from != null) conditions.add(Filters.gte("latest", AuditRecord.timestamp(from)));
        if (to != null) conditions.add(Filters.lt("earliest", AuditRecord.timestamp(to)));
        return segments.find(Filters.and(conditions))
                .map(found -> found.getInteger("year"))
                .collect()
                .asList()
                .map(years -> years.stream().distinct().sorted().collect(Collectors.toList()));
    }
}
