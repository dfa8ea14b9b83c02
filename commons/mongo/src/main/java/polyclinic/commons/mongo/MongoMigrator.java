package polyclinic.commons.mongo;

import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.function.Consumer;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Runs the steps of the service's {@link MongoSchema} that its database has not seen, before anything else uses it. How far it
 * came stands in the collection {@code schema_version}. The service does not start without it.
 */
@ApplicationScoped
class MongoMigrator {
    /** Each waits for the server as long as the driver does. */
    private static final int MAX_ATTEMPTS = 10;

    private final MongoClient mongo;
    private final Instance<MongoSchema> schema;
    private final String databaseName;
    private final String service;

    MongoMigrator(
            MongoClient mongo,
            Instance<MongoSchema> schema,
            @ConfigProperty(name = "quarkus.mongodb.database") String databaseName,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.mongo = mongo;
        this.schema = schema;
        this.databaseName = databaseName;
        this.service = service;
    }

    void migrate(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent start) {
        if (schema.isUnsatisfied()) return;
        MongoDatabase database = mongo.getDatabase(databaseName);
        List<Consumer<MongoDatabase>> steps = schema.get().steps();
        for (int step = version(database); step < steps.size(); step++) {
            take(steps.get(step), database);
            reached(database, step + 1);
        }
    }

    /** The server goes on with an index that takes longer than the client waits; asked again, it lets the client wait along. */
    private static void take(Consumer<MongoDatabase> step, MongoDatabase database) {
        while (true) {
            try {
                step.accept(database);
                return;
            } catch (MongoSocketReadTimeoutException late) {
                Log.warn("a step of the schema takes long; it is waited for");
            }
        }
    }

    private int version(MongoDatabase database) {
        for (int attempt = 1; ; attempt++) {
            try {
                Document found = database.getCollection("schema_version")
                        .find(Filters.eq("_id", service))
                        .first();
                return found == null ? 0 : found.getInteger("version");
            } catch (MongoTimeoutException away) {
                if (attempt == MAX_ATTEMPTS) throw away;
                Log.warn("MongoDB does not answer yet");
            }
        }
    }

    private void reached(MongoDatabase database, int version) {
        database.getCollection("schema_version")
                .updateOne(
                        Filters.eq("_id", service), Updates.max("version", version), new UpdateOptions().upsert(true));
        Log.infof("schema version=%d", version);
    }
}
