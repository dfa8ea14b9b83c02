package polyclinic.recovery.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import polyclinic.recovery.progress.RecoveryFailed;

/** What asset-service's documents say of the files in the bucket; the id of a document is the key of its file. */
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
                    .projection(Projections.include("sha256"))
                    .forEach(asset -> found.put(asset.getString("_id"), asset.getString("sha256")));
            return found;
        } catch (MongoException e) {
            throw new RecoveryFailed("the documents of files cannot be read", e);
        }
    }

    /** Returns the keys of all files that have a document, in whatever state. */
    public static Set<String> ids(MongoDeployment mongo) {
        try {
            Set<String> found = new TreeSet<>();
            mongo.database(NAME)
                    .getCollection(NAME)
                    .find()
                    .projection(Projections.include("_id"))
                    .forEach(asset -> found.add(asset.getString("_id")));
            return found;
        } catch (MongoException e) {
            throw new RecoveryFailed("the documents of files cannot be read", e);
        }
    }
}
