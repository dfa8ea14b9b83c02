package polyclinic.recovery.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyclinic.recovery.buckets.SuiteBucket;
import polyclinic.recovery.manifest.PointManifest;
import polyclinic.recovery.manifest.RecoveryPoints;
import polyclinic.recovery.mongo.MongoDeployment;
import polyclinic.recovery.postgres.PostgresCluster;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.restore.BlobComparison;
import polyclinic.recovery.restore.DigestComparison;

/** {@code verify}: compares stores that somebody else restored, as operators of a cluster do, with a point. */
@Command(
        name = "verify",
        description =
                "Compares the stores that the environment names with a point; nothing may have written to them since.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Parameters(paramLabel = "ID", description = "The point, as backups lists it.")
    private String id = "";

    @Option(names = "--from", paramLabel = "DIR|s3://BUCKET/PREFIX", description = "Where backups lie.")
    private @Nullable String from;

    VerifyCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (BackupRepository repository = BackupPlace.open(from, environment);
                MongoDeployment mongo = MongoDeployment.of(environment);
                SuiteBucket assets = SuiteBucket.ofAssets(environment)) {
            PointManifest manifest = new RecoveryPoints(repository).find(id);
            List<String> problems = new ArrayList<>(DigestComparison.differences(
                    manifest.digests(),
                    DigestComparison.compute(manifest.digests(), PostgresCluster.of(environment), mongo)));
            BlobComparison.Result files = BlobComparison.run(mongo, assets);
            problems.addAll(files.problems());
            problems.forEach(System.out::println);
            if (problems.isEmpty()) {
                System.out.printf(
                        "%d tables and collections and %d files are as they were at %s.%n",
                        manifest.digests().size(), files.compared(), manifest.time());
            }
            return problems.isEmpty() ? 0 : 1;
        }
    }
}
