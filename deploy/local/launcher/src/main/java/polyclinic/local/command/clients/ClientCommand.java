package polyclinic.local.command.clients;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import polyclinic.local.build.ModuleBuild;
import polyclinic.local.build.ModuleProgram;
import polyclinic.local.command.stack.UpCommand;
import polyclinic.local.settings.EnvironmentFile;
import polyclinic.local.settings.Settings;
import polyclinic.local.supervision.SupervisorConnection;
import polyclinic.local.terminal.TerminalProcess;

/**
 * A program of {@code deploy/local/clients}, run against the stack, which is started when needed. The program reads its arguments itself:
 * they are passed on unchanged, and the options here are only described.
 */
public abstract class ClientCommand implements Callable<Integer> {
    private static final int HEAP_MIB = 768;

    private final Settings settings;
    private final String mainClass;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    private ClientCommand(Settings settings, String mainClass) {
        this.settings = settings;
        this.mainClass = mainClass;
    }

    @Override
    public Integer call() {
        if (needsUp(SupervisorConnection.find(settings) != null)) {
            new UpCommand(settings).run();
        }
        // A part of the stack is started without it, and what runs may be older than what is here.
        new ModuleBuild(settings).program(ModuleBuild.CLIENTS);
        List<String> line = spec.commandLine().getParseResult().originalArgs();
        return TerminalProcess.run(
                new ModuleProgram(settings, ModuleBuild.CLIENTS, mainClass)
                        .command(HEAP_MIB, line.subList(1, line.size())),
                Path.of("").toAbsolutePath(),
                EnvironmentFile.read(settings));
    }

    String mainClass() {
        return mainClass;
    }

    boolean needsUp(boolean running) {
        return !running;
    }

    @Command(
            name = "demo",
            header = "Play a clinic's day through the gateway.",
            description = "Builds and starts the stack as up does, then goes from registration to the audit trail.",
            footer = "  ./polyclinic demo")
    public static final class Demo extends ClientCommand {
        public Demo(Settings settings) {
            super(settings, "polyclinic.clients.demo.Demo");
        }

        @Override
        boolean needsUp(boolean running) {
            return true;
        }
    }

    @Command(
            name = "replay",
            header = "Bring in patients from FHIR R4 bundles and play their visit of today.",
            description = "May be run again with the same files: nothing is stored twice. See docs/replay.md.",
            footer = "  ./polyclinic replay deploy/local/clients/samples/synthea-coy949.json")
    public static final class Replay extends ClientCommand {
        @Parameters(paramLabel = "FILE", arity = "1..*", description = "A bundle in JSON, one patient a file.")
        private List<Path> files = List.of();

        public Replay(Settings settings) {
            super(settings, "polyclinic.clients.replay.Replay");
        }
    }

    @Command(
            name = "bench",
            header = "Measure the running stack.",
            description =
                    "Measures bookings and reads through the gateway beside the database's own speed, and the way from"
                            + " commit to consumer.",
            exitCodeList = {"0:every floor is reached", "1:a floor is missed"},
            footer = {"  ./polyclinic bench --quick", "  ./polyclinic bench --json > bench.json"})
    public static final class Bench extends ClientCommand {
        @Option(names = "--quick", description = "Shorter and rougher.")
        private boolean quick;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        public Bench(Settings settings) {
            super(settings, "polyclinic.clients.bench.Bench");
        }
    }

    @Command(
            name = "verify-audit",
            header = "Check the audit trail's chains and signed checkpoints.",
            description = "Exports the entries, recomputes every chain and compares the checkpoints with those in S3."
                    + " Shares no code with audit-service.",
            exitCodeList = {"0:whole", "1:broken; the first broken entry is named", "2:it could not be checked"},
            footer = "  ./polyclinic verify-audit")
    public static final class VerifyAudit extends ClientCommand {
        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        public VerifyAudit(Settings settings) {
            super(settings, "polyclinic.clients.audit.AuditVerifier");
        }
    }
}
