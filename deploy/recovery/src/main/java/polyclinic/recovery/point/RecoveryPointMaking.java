package polyclinic.recovery.point;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.recovery.buckets.BucketCopy;
import polyclinic.recovery.buckets.SuiteBucket;
import polyclinic.recovery.buckets.TrailSegments;
import polyclinic.recovery.hold.SuiteHold;
import polyclinic.recovery.home.HomeFiles;
import polyclinic.recovery.kafka.Broker;
import polyclinic.recovery.kafka.DeadLetterCopy;
import polyclinic.recovery.kafka.EventWatch;
import polyclinic.recovery.kafka.Positions;
import polyclinic.recovery.manifest.ContentDigest;
import polyclinic.recovery.manifest.PointManifest;
import polyclinic.recovery.manifest.PointSigningKey;
import polyclinic.recovery.manifest.RecoveryPoints;
import polyclinic.recovery.mongo.MongoDeployment;
import polyclinic.recovery.mongo.MongoDump;
import polyclinic.recovery.mongo.TrailMark;
import polyclinic.recovery.postgres.BaseCopy;
import polyclinic.recovery.postgres.BaseCopy.Base;
import polyclinic.recovery.postgres.ClusterMark;
import polyclinic.recovery.postgres.LogArchive;
import polyclinic.recovery.postgres.PostgresCluster;
import polyclinic.recovery.progress.Progress;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StagedFile;
import polyclinic.recovery.repository.StoredFile;
import polyclinic.recovery.suite.AuthorityFile;
import polyclinic.recovery.suite.SuiteEnvironment;

/**
 * Makes a recovery point: copies what may be copied while the clinic works, holds writes for the moment, and proves afterwards
 * what the moment was. Only a manifest, written last and signed, makes it count; what a run that was killed left behind is
 * deleted by the next one.
 */
public final class RecoveryPointMaking {
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** An entry waits up to 50 s for its checkpoint. */
    private static final Duration TRAIL_TIMEOUT = Duration.ofSeconds(90);

    private static final Duration POLL_PAUSE = Duration.ofMillis(200);
    /** Two rounds of audit-service's checkpoints, and a second for S3. */
    private static final Duration SEGMENT_WAIT = Duration.ofSeconds(5);

    private static final String RUNS = "runs/";

    private final Map<String, String> environment;
    private final Path home;
    private final BackupRepository repository;
    private final RecoveryPoints points;
    private final Progress progress;

    /** @param environment addresses and secrets of the suite */
    public RecoveryPointMaking(
            Map<String, String> environment, Path home, BackupRepository repository, Progress progress) {
        this.environment = environment;
        this.home = home;
        this.repository = repository;
        this.points = new RecoveryPoints(repository);
        this.progress = progress;
    }

    /**
     * Makes one.
     *
     * @param copies whether the stores are copied, too; otherwise their own operators do so, and the point says to which moment
     *     they are to be brought
     * @param keep how many points are kept, the new one included; 0 for all
     */
    public PointManifest make(boolean copies, int keep) {
        RunLock lock = RunLock.acquire(home.resolve("recovery"));
        try {
            clearInterruptedRuns();
            String id = ID.format(Instant.now());
            repository.write(RUNS + id, out -> out.write(id.getBytes(StandardCharsets.UTF_8)));
            PointManifest manifest = make(id, copies);
            repository.delete(RUNS + id);
            if (keep > 0) {
                points.keep(keep).forEach(old -> progress.say("  " + old + " deleted: --keep " + keep));
            }
            return manifest;
        } finally {
            lock.close();
        }
    }

    private PointManifest make(String id, boolean copies) {
        PointSigningKey key = PointSigningKey.in(Path.of(environment.getOrDefault(
                "POLYCLINIC_RECOVERY_KEYS", home.resolve("recovery").toString())));
        points.trust(key);
        Map<String, StoredFile> known = known();
        PostgresCluster postgres = PostgresCluster.of(environment);
        Base base = copies ? base(postgres, id) : null;
        try (Broker broker = Broker.of(environment);
                ClusterMark cluster = ClusterMark.prepare(postgres);
                MongoDeployment mongo = MongoDeployment.of(environment);
                MongoDump dump = new MongoDump(mongo, home.resolve("recovery/held"), repository, id, copies);
                SuiteHold hold = new SuiteHold(
                        SuiteEnvironment.managementAddresses(environment),
                        AuthorityFile.of(environment, "POLYCLINIC_TLS_CA"))) {
            hold.prepare();
            // To its end and not to the point: what happened is not to be forgotten.
            boolean rebuilt = isTrailInBucket(hold);
            List<String> databases = mongo.databases().stream()
                    .filter(name -> !rebuilt || !name.equals(TrailMark.DATABASE))
                    .toList();
            EventWatch events = broker.events();
            events.positions();
            dump.prepare(databases);
            progress.done("the stores answer");
            PointMoment moment = PointMoment.seize(
                    new PointMoment.Participants(hold, events, cluster, mongo),
                    id,
                    base == null ? "" : base.label(),
                    dump,
                    databases);
            progress.done("writes were held for " + moment.holdMillis() + " ms: " + moment.steps());
            EventWatch trail = broker.trail();
            Positions sent = trail.positions();
            dump.dump(databases);
            List<StoredFile> log = base == null ? List.of() : log(postgres, base, moment, id);
            List<ContentDigest> digests = new ArrayList<>(cluster.digests());
            digests.addAll(dump.digests());
            progress.done("digests of " + digests.size() + " tables and collections");
            if (copies) {
                awaitTrail(trail, sent, hold, rebuilt);
            }
            PointManifest manifest = new PointManifest(
                    PointManifest.FORMAT,
                    id,
                    moment.time().toString(),
                    moment.holdMillis(),
                    versions(postgres),
                    moment.postgres(),
                    moment.mongo(),
                    moment.positions().endsByName(),
                    moment.positions().committedByName(),
                    digests,
                    files(id, base, log, copies ? publish(dump) : List.of(), broker),
                    copies ? blobs(known) : List.of());
            points.requireFiles(manifest);
            points.add(manifest, key);
            progress.done("manifest signed");
            if (base != null) {
                archive(postgres).deleteBefore(base.firstSegment());
            }
            return manifest;
        }
    }

    /**
     * Returns whether the trail can be rebuilt from its bucket, so that its own database need not be dumped. A checkpoint that
     * was written a moment ago gets the time to have its entries written, too.
     */
    private boolean isTrailInBucket(SuiteHold hold) {
        if (hold.behind().filter(behind -> behind.compareTo(TRAIL_TIMEOUT) < 0).isEmpty()) {
            return false;
        }
        try (SuiteBucket audit = SuiteBucket.ofAudit(environment)) {
            long deadline = System.nanoTime() + SEGMENT_WAIT.toNanos();
            Set<String> seen = audit.objects().keySet();
            Set<String> now = seen;
            while (!TrailSegments.areComplete(seen, now)) {
                if (System.nanoTime() - deadline > 0) {
                    return false;
                }
                Thread.sleep(POLL_PAUSE.toMillis());
                now = audit.objects().keySet();
            }
            return true;
        } catch (InterruptedException e) {
            throw RecoveryFailed.interrupted(e);
        }
    }

    /**
     * What happened before the point is to be in the bucket of the trail, too, before that is copied.
     *
     * @param rebuilt whether the bucket is all that a restore will have of the trail
     */
    private void awaitTrail(EventWatch trail, Positions sent, SuiteHold hold, boolean rebuilt) {
        long deadline = System.nanoTime() + TRAIL_TIMEOUT.toNanos();
        try {
            while (!trail.positions().haveHandled(sent)) {
                if (System.nanoTime() - deadline > 0) {
                    throw new RecoveryFailed("audit-service has not taken the entries of before the point");
                }
                Thread.sleep(POLL_PAUSE.toMillis());
            }
            long taken = System.nanoTime();
            while (!isInBucketSince(taken, hold)) {
                if (System.nanoTime() - deadline > 0) {
                    if (rebuilt) {
                        throw new RecoveryFailed(
                                "audit-service has not brought the entries of before the point into its bucket");
                    }
                    progress.say("  the bucket of the audit trail has not all entries; its database is in the dump");
                    return;
                }
                Thread.sleep(POLL_PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            throw RecoveryFailed.interrupted(e);
        }
        progress.done("the audit trail has reached its bucket");
    }

    /**
     * Whether audit-service's bucket had all entries at a moment after {@code begin}. The clocks of two machines are not compared.
     * Nothing is held any more, so who does not answer is asked again.
     */
    private static boolean isInBucketSince(long begin, SuiteHold hold) {
        Duration since = Duration.ofNanos(System.nanoTime() - begin);
        try {
            return hold.behind().filter(behind -> behind.compareTo(since) < 0).isPresent();
        } catch (RecoveryFailed busy) {
            return false;
        }
    }

    private Base base(PostgresCluster postgres, String id) {
        LogArchive.requireArchiving(postgres);
        Base base = BaseCopy.take(postgres, home.resolve("postgres/data"), "polyclinic-" + id, repository);
        progress.done("PostgreSQL: base copy, " + (base.file().size() >> 10) + " KiB packed");
        return base;
    }

    private List<StoredFile> log(PostgresCluster postgres, Base base, PointMoment moment, String id) {
        String last = LogArchive.complete(postgres, moment.postgres().lsn());
        List<StoredFile> log = archive(postgres).copy(base.firstSegment(), last, id, repository);
        progress.done("PostgreSQL: log to the point, " + log.size() + " files");
        return log;
    }

    private LogArchive archive(PostgresCluster postgres) {
        return new LogArchive(
                postgres,
                Path.of(environment.getOrDefault(
                        "POLYCLINIC_WAL", home.resolve("wal").toString())));
    }

    private List<StoredFile> publish(MongoDump dump) {
        dump.staged().forEach(repository::publish);
        progress.done("MongoDB: " + dump.digests().size() + " collections");
        return dump.staged().stream().map(StagedFile::file).toList();
    }

    private PointManifest.Files files(
            String id, @Nullable Base base, List<StoredFile> log, List<StoredFile> dump, Broker broker) {
        List<StoredFile> letters = DeadLetterCopy.copy(broker, repository, id);
        List<StoredFile> ofHome = base == null ? List.of() : List.of(HomeFiles.copy(home, repository, id));
        progress.done("keys and secrets, dead letters of " + letters.size() + " topics");
        return new PointManifest.Files(base == null ? List.of() : List.of(base.file()), log, dump, letters, ofHome);
    }

    private List<StoredFile> blobs(Map<String, StoredFile> known) {
        try (SuiteBucket assets = SuiteBucket.ofAssets(environment);
                SuiteBucket audit = SuiteBucket.ofAudit(environment)) {
            List<StoredFile> files = new ArrayList<>(BucketCopy.blobs(assets, known, repository));
            int blobs = files.size();
            files.addAll(BucketCopy.trail(audit, known, repository));
            progress.done("buckets: " + blobs + " files, " + (files.size() - blobs) + " objects of the audit trail");
            return files;
        }
    }

    private Map<String, String> versions(PostgresCluster postgres) {
        Map<String, String> versions = new TreeMap<>();
        versions.put("suite", environment.getOrDefault("POLYCLINIC_VERSION", "built here"));
        try {
            for (String database : postgres.databases()) {
                postgres.migrations(database).forEach(version -> versions.put("migration " + database, version));
            }
        } catch (SQLException e) {
            progress.say("  the versions of the databases cannot be read: " + e.getMessage());
        }
        return versions;
    }

    /** Returns the files of the newest point, which need not be copied again. */
    private Map<String, StoredFile> known() {
        return points.whole().findFirst().stream()
                .flatMap(manifest -> manifest.blobs().stream())
                .collect(Collectors.toMap(StoredFile::name, Function.identity(), (one, other) -> one));
    }

    private void clearInterruptedRuns() {
        List<String> interrupted = repository.list(RUNS);
        if (!interrupted.isEmpty()) {
            try {
                points.deleteUnneeded();
                interrupted.forEach(repository::delete);
                progress.say("  what " + interrupted.size() + " interrupted backups left behind is deleted");
            } catch (RecoveryFailed unreadable) {
                // Nobody knows which files that point needs; new points must be made all the same.
                progress.say("  what interrupted backups left behind stays there: " + unreadable.getMessage());
            }
        }
        repository.deleteLeftOvers();
    }
}
