package polyclinic.commons.mongo;

import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.audit.AuditFallback;
import polyclinic.commons.messaging.OutboxMessage;

/** Keeps the audit entry of a read in the collection {@code outbox} while Kafka is away. */
@ApplicationScoped
class MongoAuditFallback implements AuditFallback {
    private final ReactiveMongoCollection<Document> outbox;

    MongoAuditFallback(ReactiveMongoClient mongo, @ConfigProperty(name = "quarkus.mongodb.database") String database) {
        this.outbox = mongo.getDatabase(database).getCollection(MongoOutboxRelay.OWN);
    }

    @Override
    public Uni<Void> keep(OutboxMessage entry) {
        return outbox.insertOne(new Document("_id", entry.id())
                        .append(MongoOutbox.PENDING, true)
                        .append(MongoOutbox.FIELD, List.of(MongoOutbox.document(entry))))
                .replaceWithVoid();
    }
}
