package polyclinic.clients.seed.trail;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.bson.Document;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;

/** The trail's database, which is only asked what it has: entries come into it by their topic alone. */
public final class StoredTrail implements AutoCloseable {
    private final MongoClient client;
    private final MongoCollection<Document> entries;

    public StoredTrail(Clinic clinic) {
        this(settings(clinic));
    }

    StoredTrail(MongoClientSettings settings) {
        client = MongoClients.create(settings);
        entries = client.getDatabase("audit").getCollection("entries");
    }

    private static MongoClientSettings settings(Clinic clinic) {
        String own = clinic.value("POLYCLINIC_MONGO_URL_AUDIT", "");
        ConnectionString address = new ConnectionString(own.isEmpty() ? clinic.require("POLYCLINIC_MONGO_URL") : own);
        MongoClientSettings.Builder settings = MongoClientSettings.builder().applyConnectionString(address);
        if (Boolean.TRUE.equals(address.getSslEnabled()))
            settings.applyToSslSettings(tls -> tls.context(clinic.authorities().context()));
        return settings.build();
    }

    /** Which of these ids the trail has. */
    Set<String> known(Collection<String> ids) {
        try {
            Set<String> known = new HashSet<>();
            for (Document found : entries.find(Filters.in("id", ids)).projection(Projections.include("id")))
                known.add(found.getString("id"));
            return known;
        } catch (MongoException e) {
            throw new CheckFailed("MongoDB: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
