package polyclinic.commons.mongo.settings;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import io.quarkus.mongodb.runtime.MongoClientCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.mongo.writes.OutboxWrites;

/**
 * Lets the address say {@code retryWrites=false}, as it does everywhere else, for a server that has no retryable writes:
 * Quarkus puts its own setting over the address. And has the relay told of writes.
 */
@ApplicationScoped
class MongoDriverSettings implements MongoClientCustomizer {
    private final Optional<String> address;
    private final OutboxWrites writes;

    MongoDriverSettings(
            @ConfigProperty(name = "quarkus.mongodb.connection-string") Optional<String> address, OutboxWrites writes) {
        this.address = address;
        this.writes = writes;
    }

    @Override
    public MongoClientSettings.Builder customize(MongoClientSettings.Builder builder) {
        Boolean said = address.map(ConnectionString::new)
                .map(ConnectionString::getRetryWritesValue)
                .orElse(null);
        builder.addCommandListener(writes);
        return said == null ? builder : builder.retryWrites(said);
    }
}
