package polyclinic.recovery.restore;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import polyclinic.recovery.buckets.BucketCopy;
import polyclinic.recovery.buckets.SuiteBucket;
import polyclinic.recovery.home.HomeFiles;
import polyclinic.recovery.kafka.Broker;
import polyclinic.recovery.kafka.DeadLetterCopy;
import polyclinic.recovery.manifest.ContentDigest;
import polyclinic.recovery.manifest.PointManifest;
import polyclinic.recovery.manifest.RecoveryPoints;
import polyclinic.recovery.mongo.MongoDeployment;
import polyclinic.recovery.mongo.MongoLoad;
import polyclinic.recovery.mongo.TrailMark;
import polyclinic.recovery.postgres.PointInTimeRecovery;
import polyclinic.recovery.postgres.PostgresCluster;
import polyclinic.recovery.progress.Progress;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StoredFile;

/**
 * Brings a recovery point back into a new home. Nothing of the suite starts before all that was read back is, by its digests,
 * what the manifest says.
 */
public final class Restoration {
    private static final String[] STORES = {"postgres", "mongo", "s3", "kafka"};
    private static final int MAX_SHOWN = 5;

    private final BackupRepository repository;
    private final RecoveryPoints points;
    private final Map<String, String> given;
    private final Progress progress;

    /** @param given names the checkout that starts the servers */
    public Restoration(BackupRepository repository, Map<String, String> given, Progress progress) {
        this.repository = repository;
        this.points = new RecoveryPoints(repository);
        this.given = given;
        this.progress = progress;
    }

    /**
     * What was brought back.
     *
     * @param stack its servers, which still run
     * @param lost changes after the point
     * @param lostList the file that names them
     * @param newer keys of files that are newer than the point; they are kept
     */
    public record Result(
            PointManifest manifest,
            LocalStack stack,
            int blobs,
            int trail,
            int lost,
            Path lostList,
            List<String> newer) {}

    /** Restores; stops at the first thing that is not as it should be, and says all that it knows of it. */
    public Result restore(String id, Path home) {
        PointManifest manifest = points.find(id);
        if (!manifest.isWhole()) {
            throw new RecoveryFailed(
                    id + " is a point alone: its stores were copied by their own operators; see docs/operations.md");
        }
        NewHome.create(home);
        List<StoredFile> trail = BackupCheck.trail(manifest, points);
        require("the backup is damaged", BackupCheck.problems(manifest, trail, repository));
        progress.done("all files of the backup are as the manifest says");
        Path log = home.resolve("postgres/restored-log");
        manifest.files().home().forEach(file -> HomeFiles.restore(file, repository, home));
        PointInTimeRecovery.prepare(manifest, repository, home.resolve("postgres/data"), log);
        progress.done("keys, secrets and PostgreSQL's files are there");
        LocalStack stack = LocalStack.onFreePorts(home, given);
        try {
            stack.up(STORES);
            progress.done("the stores run");
            return fill(manifest, trail, home, log, stack);
        } catch (RuntimeException failure) {
            stack.down();
            throw failure;
        }
    }

    private Result fill(PointManifest manifest, List<StoredFile> trail, Path home, Path log, LocalStack stack) {
        Map<String, String> environment = stack.environment();
        PostgresCluster postgres = PostgresCluster.of(environment);
        PointInTimeRecovery.finish(postgres, log);
        progress.done("PostgreSQL is at " + manifest.postgres().lsn());
        try (MongoDeployment mongo = MongoDeployment.of(environment);
                Broker broker = Broker.of(environment);
                SuiteBucket assets = SuiteBucket.ofAssets(environment);
                SuiteBucket audit = SuiteBucket.ofAudit(environment)) {
            MongoLoad.load(manifest.files().dump(), repository, mongo);
            progress.done("MongoDB is loaded");
            List<ContentDigest> found = DigestComparison.compute(manifest.digests(), postgres, mongo);
            require("what was restored is not what was there", DigestComparison.differences(manifest.digests(), found));
            progress.done("digests of " + found.size() + " tables and collections agree");
            TrailMark.set(mongo);
            Set<StoredFile> blobs = BackupCheck.allBlobs(manifest, points);
            BucketCopy.restoreBlobs(blobs, repository, assets);
            BucketCopy.restoreTrail(trail, repository, audit);
            BlobComparison.Result files = BlobComparison.run(mongo, assets);
            require("files of patients are damaged", files.problems());
            progress.done(files.compared() + " files of patients, " + trail.size() + " objects of the audit trail");
            DeadLetterCopy.send(manifest.files().letters(), repository, broker);
            List<String> series = NumberSeries.jump(manifest.digests(), postgres);
            progress.done(series.size() + " number series jumped ahead");
            Path list = home.resolve("recovery/lost-since-" + manifest.id() + ".csv");
            int lost = lost(manifest, trail, list);
            RestoreEntry.send(manifest, home, broker);
            progress.done("noted in the audit trail");
            return new Result(manifest, stack, blobs.size(), trail.size(), lost, list, files.unknown());
        }
    }

    private int lost(PointManifest manifest, List<StoredFile> trail, Path list) {
        List<StoredFile> segments = trail.stream()
                .filter(file -> LostChanges.isSegment(file.name()))
                .toList();
        return LostChanges.write(segments, repository, manifest.instant(), list);
    }

    private static void require(String what, List<String> problems) {
        if (!problems.isEmpty()) {
            String more = problems.size() > MAX_SHOWN ? "; and " + (problems.size() - MAX_SHOWN) + " more" : "";
            throw new RecoveryFailed(
                    what + ": " + String.join("; ", problems.subList(0, Math.min(MAX_SHOWN, problems.size()))) + more);
        }
    }
}
