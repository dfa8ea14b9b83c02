package polyclinic.local.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import de.bwaldvogel.mongo.MongoServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer is written while others change the document that it is about. */
class ConcurrentAnswersTest {
    private static final int CHANGES = 400;
    private static final int FIELDS = 300;

    @TempDir
    Path dir;

    @Test
    void each_is_what_was_there_at_one_moment() throws InterruptedException, ExecutionException {
        MongoServer server =
                new MongoServer(new MongoStandIn(dir.resolve("data").toString()));
        InetSocketAddress address = server.bind();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (MongoClient client = MongoClients.create(MongoClientSettings.builder()
                .retryReads(false)
                .retryWrites(false)
                .applyToClusterSettings(cluster ->
                        cluster.hosts(List.of(new ServerAddress(address.getHostString(), address.getPort()))))
                .build())) {
            MongoCollection<Document> collection = client.getDatabase("test").getCollection("changed");
            collection.insertOne(fields(new Document("_id", 1)));
            List<Future<?>> all = new ArrayList<>();
            for (int worker = 0; worker < 2; worker++) all.add(threads.submit(() -> change(collection)));
            for (int worker = 0; worker < 2; worker++) all.add(threads.submit(() -> read(collection)));

            for (Future<?> one : all) one.get();
        } finally {
            threads.shutdownNow();
            server.shutdownNow();
        }
    }

    private static Document fields(Document document) {
        for (int i = 0; i < FIELDS; i++) document.append("field" + i, "value " + i);
        return document;
    }

    /** Adds fields and takes them away, both at once: their number is even at any time. */
    private static void change(MongoCollection<Document> collection) {
        Bson both = Updates.combine(Updates.set("one", 1), Updates.set("other", 1));
        Bson none = Updates.combine(Updates.unset("one"), Updates.unset("other"));
        FindOneAndUpdateOptions changed = new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
        for (int i = 0; i < CHANGES; i++)
            assertWhole(collection.findOneAndUpdate(Filters.eq("_id", 1), i % 2 == 0 ? both : none, changed));
    }

    private static void read(MongoCollection<Document> collection) {
        for (int i = 0; i < CHANGES; i++)
            assertWhole(collection.find(Filters.eq("_id", 1)).first());
    }

    private static void assertWhole(Document document) {
        assertThat(document.containsKey("one")).isEqualTo(document.containsKey("other"));
    }
}
