package polyclinic.local.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.bson.UuidRepresentation;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read after a restart, when nothing of it is in memory. */
class DocumentTypeTest {
    private static final int DOCUMENTS = 300;

    @TempDir
    Path dir;

    @Test
    void values_of_every_kind_are_what_they_were() {
        Document all = new Document("_id", UUID.randomUUID())
                .append("text", "naïve 王小明 \uD83D\uDE00")
                .append("empty", "")
                .append("int", 7)
                .append("long", 1L << 40)
                .append("double", 0.1)
                .append("decimal", Decimal128.parse("37.50"))
                .append("yes", true)
                .append("nothing", null)
                .append("date", new Date(1_700_000_000_123L))
                .append("objectId", new ObjectId())
                .append("bytes", new Binary(new byte[] {1, 2, 3}))
                .append("timestamp", new BsonTimestamp(5, 6))
                .append("list", Arrays.asList("a", 2, null, new Document("in", List.of(3L))))
                .append("none", List.of())
                .append("document", new Document("a", new Document("b", new Document())));
        with(standIn(), collection -> collection.insertOne(all));

        with(standIn(), collection -> assertThat(collection.find(Filters.eq("_id", all.get("_id"))))
                .containsExactly(all));
    }

    @Test
    void a_file_that_was_written_before_documents_were_kept_as_bson_is_read_and_written_on() {
        with(new H2Backend(file()), collection -> {
            for (int i = 0; i < DOCUMENTS; i++)
                collection.insertOne(new Document("_id", i).append("value", "old " + i));
        });

        with(standIn(), collection -> {
            assertThat(collection.countDocuments()).isEqualTo(DOCUMENTS);
            collection.updateOne(Filters.eq("_id", 7), Updates.set("value", "new"));
            collection.insertOne(new Document("_id", DOCUMENTS).append("value", "new"));
        });

        with(standIn(), collection -> {
            assertThat(collection.find(Filters.eq("value", "new")).map(found -> found.getInteger("_id")))
                    .containsExactlyInAnyOrder(7, DOCUMENTS);
            for (int i = 0; i < DOCUMENTS; i++)
                if (i != 7)
                    assertThat(collection.find(Filters.eq("_id", i)).first())
                            .isEqualTo(new Document("_id", i).append("value", "old " + i));
        });
    }

    private String file() {
        return dir.resolve("data").toString();
    }

    private MongoBackend standIn() {
        return new MongoStandIn(file());
    }

    private static void with(MongoBackend backend, Consumer<MongoCollection<Document>> work) {
        MongoServer server = new MongoServer(backend);
        InetSocketAddress address = server.bind();
        try (MongoClient client = MongoClients.create(MongoClientSettings.builder()
                .uuidRepresentation(UuidRepresentation.STANDARD)
                .applyToClusterSettings(cluster ->
                        cluster.hosts(List.of(new ServerAddress(address.getHostString(), address.getPort()))))
                .build())) {
            work.accept(client.getDatabase("test").getCollection("kept"));
        } finally {
            server.shutdown();
            backend.close();
        }
    }
}
