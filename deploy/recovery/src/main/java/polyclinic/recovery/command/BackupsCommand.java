package polyclinic.recovery.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import polyclinic.recovery.buckets.BucketCopy;
import polyclinic.recovery.manifest.ContentDigest;
import polyclinic.recovery.manifest.PointManifest;
import polyclinic.recovery.manifest.RecoveryPoints;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;

/** {@code backups}: the list of recovery points. */
@Command(name = "backups", description = "Lists the recovery points.", mixinStandardHelpOptions = true)
final class BackupsCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Option(names = "--from", paramLabel = "DIR|s3://BUCKET/PREFIX", description = "Where backups lie.")
    private @Nullable String from;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    BackupsCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (BackupRepository repository = BackupPlace.open(from, environment)) {
            RecoveryPoints points = new RecoveryPoints(repository);
            ArrayNode list = new ObjectMapper().createArrayNode();
            if (!json) {
                System.out.printf(
                        "%-18s %8s %10s %8s %8s %7s %7s  %s%n",
                        "POINT", "AGE", "SIZE", "ROWS", "DOCS", "FILES", "HELD", "STATE");
            }
            boolean good = true;
            for (String id : points.ids()) {
                good &= add(points, id, list);
            }
            if (json) {
                System.out.println(list.toPrettyString());
            }
            return good ? 0 : 1;
        }
    }

    /** Adds a point; one that was changed is told, not hidden. */
    private boolean add(RecoveryPoints points, String id, ArrayNode list) {
        try {
            PointManifest manifest = points.find(id);
            String drilled = points.drilled(id).orElse("");
            long files = manifest.blobs().stream()
                    .filter(file -> file.name().startsWith(BucketCopy.BLOBS))
                    .count();
            list.addObject()
                    .put("id", id)
                    .put("time", manifest.time())
                    .put("bytes", manifest.size())
                    .put("rows", count(manifest, "postgres"))
                    .put("documents", count(manifest, "mongo"))
                    .put("files", files)
                    .put("holdMillis", manifest.holdMillis())
                    .put("copies", manifest.isWhole())
                    .put("drilled", drilled.isEmpty() ? null : drilled);
            if (!json) {
                System.out.printf(
                        Locale.ROOT,
                        "%-18s %8s %10s %8d %8d %7d %4d ms  %s%n",
                        id,
                        age(Duration.between(manifest.instant(), Instant.now())),
                        size(manifest.size()),
                        count(manifest, "postgres"),
                        count(manifest, "mongo"),
                        files,
                        manifest.holdMillis(),
                        drilled.isEmpty() ? "signed, never restored" : "drill passed " + drilled);
            }
            return true;
        } catch (RecoveryFailed failure) {
            list.addObject().put("id", id).put("problem", failure.getMessage());
            if (!json) {
                System.out.printf("%-18s %s%n", id, failure.getMessage());
            }
            return false;
        }
    }

    private static long count(PointManifest manifest, String store) {
        return manifest.digests().stream()
                .filter(digest -> digest.store().equals(store))
                .mapToLong(ContentDigest::count)
                .sum();
    }

    static String age(Duration age) {
        if (age.toHours() < 1) {
            return age.toMinutes() + " min";
        }
        return age.toDays() < 2 ? age.toHours() + " h" : age.toDays() + " d";
    }

    static String size(long bytes) {
        return bytes < 10 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
    }
}
