package polyclinic.commons.mongo.settings;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import io.quarkus.mongodb.runtime.MongoClientCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Lets the address say {@code retryWrites=false}, as it does everywhere else, for a server that has no retryable writes.
 * Quarkus puts its own setting over the address.
 */
@ApplicationScoped
class MongoWriteRetries implements MongoClientCustomizer {
    private final Optional<String> address;

    MongoWriteRetries(@ConfigProperty(name = "quarkus.mongodb.connection-string") Optional<String> address) {
        this.address = address;
    }

    @Override
    public MongoClientSettings.Builder customize(MongoClientSettings.Builder builder) {
        Boolean said = address.map(ConnectionString::new)
                .map(ConnectionString::getRetryWritesValue)
                .orElse(null);
        return said == null ? builder : builder.retryWrites(said);
    }
}
