package polyclinic.recovery.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.Document;
import polyclinic.recovery.progress.RecoveryFailed;

/**
 * What asset-service's documents say of the files in the bucket. The key of a file is the id of its document, and where it was not
 * the first attempt that stored it, a dot and the attempt's number behind that.
 */
public final class AssetDocuments {
    private static final String NAME = "asset";

    private AssetDocuments() {}

    /** Returns the SHA-256 of every file that is stored, by its key. */
    public static Map<String, String> stored(MongoDeployment mongo) {
        try {
            Map<String, String> found = new TreeMap<>();
            mongo.database(NAME)
                    .getCollection(NAME)
                    .find(Filters.eq("status", "STORED"))
                    .projection(Projections.include("sha256", "attempt"))
                    .forEach(asset -> found.put(key(asset), asset.getString("sha256")));
            return found;
        } catch (MongoException e) {
            throw new RecoveryFailed("the documents of files cannot be read", e);
        }
    }

    /** Returns the keys of all files that a document claims, in whatever state it is. */
    public static Set<String> ids(MongoDeployment mongo) {
        try {
            Set<String> found = new TreeSet<>();
            mongo.database(NAME)
                    .getCollection(NAME)
                    .find()
                    .projection(Projections.include("attempt"))
                    .forEach(asset -> found.add(key(asset)));
            return found;
        } catch (MongoException e) {
            throw new RecoveryFailed("the documents of files cannot be read", e);
        }
    }

    /** As {@code Asset.blobKey} of asset-service. */
    static String key(Document asset) {
        int attempt = asset.getInteger("attempt", 1);
        return attempt == 1 ? asset.getString("_id") : asset.getString("_id") + "." + attempt;
    }
}
