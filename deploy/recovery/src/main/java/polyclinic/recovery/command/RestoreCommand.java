package polyclinic.recovery.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyclinic.recovery.progress.Progress;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.restore.Restoration;

/** {@code restore}: a point into a new home. */
@Command(name = "restore", description = "Restores a point into a new home.", mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Parameters(paramLabel = "ID", description = "The point, as backups lists it.")
    private String id = "";

    @Option(
            names = "--into",
            paramLabel = "HOME",
            required = true,
            description = "A folder that is empty or not there.")
    private Path home = Path.of("");

    @Option(names = "--from", paramLabel = "DIR|s3://BUCKET/PREFIX", description = "Where backups lie.")
    private @Nullable String from;

    RestoreCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Progress progress = new Progress(System.err);
        Path into = home.toAbsolutePath().normalize();
        try (BackupRepository repository = BackupPlace.open(from, environment)) {
            Restoration.Result result = new Restoration(repository, environment, progress).restore(id, into);
            result.stack().down();
            System.out.printf(
                    "Restored to the state of %s in %.0f s.%n",
                    result.manifest().time(), progress.seconds());
            System.out.printf("Lost: %d changes after it, by person and id in %s%n", result.lost(), result.lostList());
            if (!result.newer().isEmpty()) {
                System.out.printf(
                        "Kept: %d files that are newer than it and that no document claims: %s%n",
                        result.newer().size(), String.join(" ", result.newer()));
            }
            System.out.printf("Start it with: POLYCLINIC_HOME=%s ./polyclinic up%n", into);
            return 0;
        }
    }
}
