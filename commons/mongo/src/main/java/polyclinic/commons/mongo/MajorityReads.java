package polyclinic.commons.mongo;

import com.mongodb.MongoNamespace;
import com.mongodb.ReadConcern;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import mutiny.zero.flow.adapters.AdaptersToFlow;
import org.bson.Document;
import org.bson.conversions.Bson;
import polyclinic.commons.async.SameContext;

/**
 * Reads what a majority of the replica set has: nothing of it can be rolled back. The default reads what the primary has,
 * which a new primary may never have heard of. Quarkus' collections have no read concern, so this asks the driver's.
 */
final class MajorityReads {
    private MajorityReads() {}

    /** At most {@code limit} documents, those fields of each. */
    static Uni<List<Document>> find(
            ReactiveMongoClient mongo, MongoNamespace collection, Bson filter, Bson projection, int limit) {
        return SameContext.emitOn(Multi.createFrom()
                .publisher(AdaptersToFlow.publisher(mongo.unwrap()
                        .getDatabase(collection.getDatabaseName())
                        .getCollection(collection.getCollectionName())
                        .withReadConcern(ReadConcern.MAJORITY)
                        .find(filter)
                        .projection(projection)
                        .limit(limit)))
                .collect()
                .asList());
    }
}
