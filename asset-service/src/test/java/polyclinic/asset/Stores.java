package polyclinic.asset;

import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.asset.blobs.Blob;
import polyclinic.asset.blobs.BlobStore;

/** A look behind the service's back, at its documents, its blobs and its spool folder. */
@ApplicationScoped
public class Stores {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ReactiveMongoClient mongo;
    private final BlobStore blobs;
    private final Path spool;

    Stores(
            ReactiveMongoClient mongo,
            BlobStore blobs,
            @ConfigProperty(name = "polyclinic.uploads.folder") String spool) {
        this.mongo = mongo;
        this.blobs = blobs;
        this.spool = Path.of(spool);
    }

    public static <T> T await(Uni<T> uni) {
        return uni.await().atMost(TIMEOUT);
    }

    public ReactiveMongoCollection<Document> collection(String name) {
        return mongo.getDatabase("asset").getCollection(name);
    }

    /** A command of the database. */
    public Document run(Document command) {
        return await(mongo.getDatabase("asset").runCommand(command));
    }

    public Document asset(String id) {
        return await(collection("asset").find(new Document("_id", id)).collect().first());
    }

    public List<String> blobs() {
        List<String> keys = new ArrayList<>();
        for (List<Blob> page = await(blobs.list(null, 500));
                !page.isEmpty();
                page = await(blobs.list(keys.get(keys.size() - 1), 500))) page.forEach(blob -> keys.add(blob.key()));
        return keys;
    }

    public Path spool() {
        return spool;
    }

    public int spooled() {
        try (Stream<Path> files = Files.list(spool)) {
            return (int) files.count();
        } catch (NoSuchFileException none) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Documents and blobs; equal numbers before and after mean that nothing was left behind. */
    public List<Long> size() {
        return List.of(await(collection("asset").countDocuments()), (long) blobs().size());
    }
}
