package polyclinic.recovery.restore;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import polyclinic.recovery.manifest.ContentDigest;
import polyclinic.recovery.mongo.MongoDeployment;
import polyclinic.recovery.mongo.MongoDump;
import polyclinic.recovery.postgres.PostgresCluster;
import polyclinic.recovery.postgres.TableDigests;
import polyclinic.recovery.progress.RecoveryFailed;

/** Compares what stores hold with what a manifest says that they held. */
public final class DigestComparison {
    private DigestComparison() {}

    /** Computes the digests of all tables and collections that a manifest names, and of others in the same databases. */
    public static List<ContentDigest> compute(
            List<ContentDigest> manifest, PostgresCluster postgres, MongoDeployment mongo) {
        List<ContentDigest> found = new ArrayList<>();
        try {
            for (String database : databases(manifest, "postgres")) {
                try (Connection connection = postgres.connect(database)) {
                    found.addAll(TableDigests.of(connection, database));
                }
            }
        } catch (SQLException e) {
            throw new RecoveryFailed("the restored PostgreSQL cannot be read", e);
        }
        found.addAll(MongoDump.digests(mongo, databases(manifest, "mongo")));
        return found;
    }

    /** Returns the differences, one a line; none when both are the same. */
    public static List<String> differences(List<ContentDigest> expected, List<ContentDigest> found) {
        Map<String, ContentDigest> left = new TreeMap<>();
        found.forEach(digest -> left.put(digest.place(), digest));
        List<String> differences = new ArrayList<>();
        for (ContentDigest digest : expected) {
            ContentDigest other = left.remove(digest.place());
            if (other == null) {
                // A collection without documents need not be there.
                if (digest.count() > 0) {
                    differences.add(digest.place() + " is missing");
                }
            } else if (other.count() != digest.count()) {
                differences.add(digest.place() + " has " + other.count() + " instead of " + digest.count());
            } else if (!other.hash().equals(digest.hash())) {
                differences.add(digest.place() + " has other content");
            }
        }
        left.values().stream()
                .filter(digest -> digest.count() > 0)
                .forEach(digest -> differences.add(digest.place() + " should not be there"));
        return differences;
    }

    private static List<String> databases(List<ContentDigest> manifest, String store) {
        return manifest.stream()
                .filter(digest -> digest.store().equals(store))
                .map(ContentDigest::database)
                .distinct()
                .toList();
    }
}
