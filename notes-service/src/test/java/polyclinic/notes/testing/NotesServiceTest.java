package polyclinic.notes.testing;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import io.quarkus.test.common.WithTestResource;
import jakarta.inject.Inject;
import org.bson.Document;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.MongoServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;

/** The service against a MongoDB-compatible server and Kafka, through HTTP. */
@WithTestResource(Identity.class)
@WithTestResource(MongoServer.class)
@WithTestResource(KafkaServer.class)
@WithTestResource(StubServices.class)
public abstract class NotesServiceTest {
    @Inject
    MongoClient mongo;

    protected MongoCollection<Document> collection(String name) {
        return mongo.getDatabase("notes").getCollection(name);
    }
}
