package polyclinic.local.command.recovery;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import polyclinic.local.build.ModuleBuild;
import polyclinic.local.build.ModuleProgram;
import polyclinic.local.settings.Settings;
import polyclinic.local.supervision.SupervisorConnection;
import polyclinic.local.terminal.TerminalProcess;

/**
 * The program of {@code deploy/recovery}, which is built when needed. It reads its arguments itself: they are passed on
 * unchanged, and the options here are only described.
 */
public abstract class RecoveryCommand implements Callable<Integer> {
    private static final String PLACE =
            "A folder, or s3://BUCKET/FOLDER (default: POLYCLINIC_BACKUPS, else a folder beside the home).";

    private static final String MAIN_CLASS = "polyclinic.recovery.command.RecoveryProgram";
    private static final int HEAP_MIB = 512;

    private final Settings settings;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    private RecoveryCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Integer call() {
        if (needsStack()) {
            SupervisorConnection.require(settings);
        }
        new ModuleBuild(settings).program(ModuleBuild.RECOVERY);
        return TerminalProcess.run(
                new ModuleProgram(settings, ModuleBuild.RECOVERY, MAIN_CLASS)
                        .command(HEAP_MIB, spec.commandLine().getParseResult().originalArgs()),
                Path.of("").toAbsolutePath(),
                Map.of(
                        "POLYCLINIC_ROOT",
                        settings.root().toString(),
                        "POLYCLINIC_HOME",
                        settings.home().toString()));
    }

    boolean needsStack() {
        return false;
    }

    @Command(
            name = "backup",
            header = "Make a recovery point of the running stack.",
            description =
                    "Copies all stores, and holds writes for about a second for one moment that they have in common."
                            + " Everything is encrypted: POLYCLINIC_BACKUP_PASSPHRASE, or POLYCLINIC_BACKUP_PASSPHRASE_FILE.",
            footer = {
                "  ./polyclinic backup",
                "  ./polyclinic backup --to s3://clinic-backups/suite --every 15m --keep 96"
            })
    public static final class Backup extends RecoveryCommand {
        @Option(names = "--to", paramLabel = "PLACE", description = PLACE)
        private String to = "";

        @Option(names = "--every", paramLabel = "TIME", description = "Go on, a point each 15m, 1h ….")
        private String every = "";

        @Option(names = "--keep", paramLabel = "N", description = "Delete all but the newest N points.")
        private int keep;

        @Option(names = "--point-only", description = "Copy no store: their own operators do so.")
        private boolean pointOnly;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        public Backup(Settings settings) {
            super(settings);
        }

        @Override
        boolean needsStack() {
            return true;
        }
    }

    @Command(
            name = "backups",
            header = "List the recovery points.",
            description = "With their age, their size, what is in them, and whether a drill has proven them.",
            exitCodeList = {"0:all can be read", "1:one is damaged or was changed; the list says which"},
            footer = "  ./polyclinic backups --from s3://clinic-backups/suite")
    public static final class Backups extends RecoveryCommand {
        @Option(names = "--from", paramLabel = "PLACE", description = PLACE)
        private String from = "";

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        public Backups(Settings settings) {
            super(settings);
        }
    }

    @Command(
            name = "restore",
            header = "Bring a recovery point back, into a new home.",
            description = "Stops at the first thing that is not as it was. Says what was lost after the point, by ids.",
            footer = {
                "  ./polyclinic restore 20261126T130000Z --into /srv/polyclinic-restored",
                "  POLYCLINIC_HOME=/srv/polyclinic-restored ./polyclinic up"
            })
    public static final class Restore extends RecoveryCommand {
        @Parameters(paramLabel = "ID", description = "As backups lists it.")
        private String id = "";

        @Option(names = "--into", paramLabel = "HOME", description = "A folder that is empty or not there.")
        private String into = "";

        @Option(names = "--from", paramLabel = "PLACE", description = PLACE)
        private String from = "";

        public Restore(Settings settings) {
            super(settings);
        }
    }

    @Command(
            name = "drill",
            header = "Prove that a recovery point can be restored and worked with.",
            description =
                    "Restores it into a home of its own on free ports, compares all digests, verifies the audit trail and"
                            + " every file, plays a clinic's day, and throws it away.",
            exitCodeList = {"0:passed", "1:anything was not as it was; the table says what"},
            footer = {"  ./polyclinic drill", "  ./polyclinic drill 20261126T130000Z --json"})
    public static final class Drill extends RecoveryCommand {
        @Parameters(paramLabel = "ID", arity = "0..1", description = "As backups lists it; else the newest.")
        private String id = "";

        @Option(names = "--from", paramLabel = "PLACE", description = PLACE)
        private String from = "";

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        public Drill(Settings settings) {
            super(settings);
        }
    }
}
