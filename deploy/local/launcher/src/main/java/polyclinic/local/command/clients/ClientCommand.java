package polyclinic.local.command.clients;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
        List<String> arguments = line.subList(1, line.size());
        ModuleProgram program = new ModuleProgram(settings, ModuleBuild.CLIENTS, mainClass);
        return TerminalProcess.run(
                takesMinutes()
                        ? program.longCommand(heapMebibytes(), arguments)
                        : program.command(heapMebibytes(), arguments),
                Path.of("").toAbsolutePath(),
                EnvironmentFile.read(settings));
    }

    String mainClass() {
        return mainClass;
    }

    /** A cap, which most programs stay far below. */
    int heapMebibytes() {
        return HEAP_MIB;
    }

    boolean needsUp(boolean running) {
        return !running;
    }

    /** Whether it has much to compute over a lot of data. */
    boolean takesMinutes() {
        return false;
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
            header = "Bring in patients from FHIR R4 files and play their visit of today.",
            description = "May be run again with the same files: nothing is stored twice. See docs/replay.md.",
            exitCodeList = {
                "0:every record was taken and reads back the same",
                "1:one was not; the last lines say which"
            },
            footer = {
                "  ./polyclinic replay deploy/local/clients/samples/synthea-coy949.json",
                "  ./polyclinic replay --no-visit --json export/ > report.json"
            })
    public static final class Replay extends ClientCommand {
        @Option(names = "--json", description = "Print the report as JSON; the progress goes to the error output.")
        private boolean json;

        @Option(names = "--no-visit", description = "Store the records only.")
        private boolean noVisit;

        @Parameters(
                paramLabel = "FILE",
                arity = "1..*",
                description = "Bundles, single resources or NDJSON, gzipped or not, or folders of them.")
        private List<Path> files = List.of();

        public Replay(Settings settings) {
            super(settings, "polyclinic.clients.replay.Replay");
        }

        @Override
        boolean takesMinutes() {
            return true;
        }

        /** A parsed file takes about ten times the room of its text. */
        @Override
        int heapMebibytes() {
            return 2 * HEAP_MIB;
        }
    }

    @Command(
            name = "import",
            header = "Bring in the records of another system.",
            description = {
                "json DIR: a clinic that keeps its records in patients.json, queue.json, notes.json and history.json, damaged or not.",
                "csv FILE --mapping M.yaml: a table of a relational database; the mapping says what its columns are.",
                "fhir FILE …: what replay takes, without a visit and several patients at a time.",
                "May be run again, also after it was killed: nothing is stored twice. See docs/moving-in.md."
            },
            exitCodeList = {
                "0:everything was stored and reads back the same",
                "1:something was refused or differs, and is told",
                "2:it could not be done"
            },
            footer = {
                "  ./polyclinic import json /srv/old-clinic/data --zone Asia/Kolkata",
                "  ./polyclinic import json /srv/old-clinic/data --json > report.json",
                "  ./polyclinic import csv patients.csv --mapping deploy/local/clients/samples/mapping/patients.yaml --dry-run"
            })
    public static final class Import extends ClientCommand {
        @Parameters(
                paramLabel = "FORMAT",
                completionCandidates = ImportFormats.class,
                description = "json, csv or fhir.")
        private String format = "";

        @Parameters(
                paramLabel = "PATH",
                index = "1..*",
                arity = "1..*",
                description = "The folder of the files; the table; files of FHIR or folders of them.")
        private List<Path> paths = List.of();

        @Option(names = "--mapping", paramLabel = "FILE", description = "csv: what the columns are.")
        private @Nullable Path mapping;

        @Option(names = "--dry-run", description = "csv: read and map every row, and store none.")
        private boolean rehearsal;

        @Option(
                names = "--source",
                paramLabel = "NAME",
                description = "json: under which the old ids are kept (old-clinic).")
        private @Nullable String source;

        @Option(
                names = "--zone",
                paramLabel = "ZONE",
                description = "Of times that are written without one; the clinic's when absent.")
        private @Nullable String zone;

        @Option(names = "--ledger", paramLabel = "FILE", description = "Where is kept what is stored already.")
        private @Nullable Path ledger;

        @Option(names = "--no-compare", description = "Do not read back what is stored.")
        private boolean withoutComparison;

        @Option(names = "--json", description = "Print the report as JSON; the progress goes to the error output.")
        private boolean json;

        public Import(Settings settings) {
            super(settings, "polyclinic.clients.movein.MoveIn");
        }

        @Override
        boolean takesMinutes() {
            return true;
        }

        /** A parsed file of FHIR takes about ten times the room of its text. */
        @Override
        int heapMebibytes() {
            return 2 * HEAP_MIB;
        }

        /** For the shell's completion. */
        static final class ImportFormats implements Iterable<String> {
            @Override
            public Iterator<String> iterator() {
                return List.of("json", "csv", "fhir").iterator();
            }
        }
    }

    @Command(
            name = "export",
            header = "Write the records in the shapes that they came from: the way back.",
            description =
                    "json DIR: patients.json, queue.json, notes.json and history.json, each whole or as it was. See"
                            + " docs/moving-in.md.",
            exitCodeList = {"0:the files are written", "2:it could not be done"},
            footer = "  ./polyclinic export json /srv/old-clinic/data")
    public static final class Export extends ClientCommand {
        @Parameters(paramLabel = "FORMAT", description = "json.")
        private String format = "";

        @Parameters(paramLabel = "DIR", index = "1", description = "Where they are written.")
        private @Nullable Path folder;

        @Option(names = "--source", paramLabel = "NAME", description = "Whose old ids are written (old-clinic).")
        private @Nullable String source;

        @Option(names = "--zone", paramLabel = "ZONE", description = "Where the clinic is; its own when absent.")
        private @Nullable String zone;

        public Export(Settings settings) {
            super(settings, "polyclinic.clients.movein.MoveOut");
        }
    }

    @Command(
            name = "bridge",
            header = "Keep the old files and the suite the same while both are worked with.",
            description = {
                "DIR: what changes in the files comes in, what changes in the suite goes out, each once, until it is stopped; it may be"
                        + " killed at any moment and started again.",
                "status DIR: how far both are from each other; cutover DIR: ends the way out when a last comparison finds both the same;"
                        + " rollback DIR: writes the files whole from the suite. See docs/moving-in.md."
            },
            exitCodeList = {
                "0:done, and both sides are the same",
                "1:they are not, and it is told",
                "2:it could not be done"
            },
            footer = {
                "  ./polyclinic bridge /srv/old-clinic/data --zone Asia/Kolkata",
                "  ./polyclinic bridge status /srv/old-clinic/data",
                "  ./polyclinic bridge cutover /srv/old-clinic/data"
            })
    public static final class Bridge extends ClientCommand {
        @Parameters(
                paramLabel = "[ACTION] DIR",
                arity = "1..2",
                completionCandidates = BridgeActions.class,
                description = "run (when absent), status, cutover or rollback; the folder of the files.")
        private List<String> words = List.of();

        @Option(names = "--source", paramLabel = "NAME", description = "Under which the old ids are kept (old-clinic).")
        private @Nullable String source;

        @Option(
                names = "--zone",
                paramLabel = "ZONE",
                description = "Of times that are written without one; the clinic's when absent.")
        private @Nullable String zone;

        @Option(names = "--interval", paramLabel = "SECONDS", description = "run: between two rounds (2).")
        private @Nullable Double interval;

        @Option(names = "--once", description = "run: end when both sides are the same, or nothing more can be done.")
        private boolean once;

        @Option(names = "--json", description = "status, cutover, rollback: print the comparison as JSON.")
        private boolean json;

        public Bridge(Settings settings) {
            super(settings, "polyclinic.clients.movein.BridgeCommand");
        }

        @Override
        boolean takesMinutes() {
            return true;
        }

        /** All files of a clinic are held, and what is compared of the suite. */
        @Override
        int heapMebibytes() {
            return 2 * HEAP_MIB;
        }

        /** For the shell's completion. */
        static final class BridgeActions implements Iterable<String> {
            @Override
            public Iterator<String> iterator() {
                return List.of("status", "cutover", "rollback").iterator();
            }
        }
    }

    @Command(
            name = "old-clinic",
            header = "Write the files of a made-up clinic, to try how moving in goes.",
            description =
                    "json DIR: patients.json, queue.json, notes.json and history.json as programs without a database keep"
                            + " them. The same numbers give the same files. It needs no running stack.",
            footer = {
                "  ./polyclinic old-clinic json trial/ --patients 10000 --damage",
                "  ./polyclinic import json trial/"
            })
    public static final class OldClinic extends ClientCommand {
        @Parameters(paramLabel = "FORMAT", description = "json.")
        private String format = "";

        @Parameters(paramLabel = "DIR", index = "1", description = "Where they are written.")
        private @Nullable Path folder;

        @Option(names = "--patients", paramLabel = "N", description = "How many patients (1000).")
        private int patients;

        @Option(names = "--seed", paramLabel = "N", description = "Another number, another clinic (1).")
        private long seed;

        @Option(
                names = "--damage",
                description =
                        "As races and full disks leave such files: cut off, doubled, written half or in another encoding.")
        private boolean damage;

        public OldClinic(Settings settings) {
            super(settings, "polyclinic.clients.movein.samples.SampleFiles");
        }

        @Override
        boolean needsUp(boolean running) {
            return false;
        }
    }

    @Command(
            name = "bench",
            header = "Measure the running stack.",
            description =
                    "Measures bookings and reads through the gateway beside the database's own speed, and the way from"
                            + " commit to consumer.",
            exitCodeList = {"0:every floor is reached", "1:a floor is missed"},
            footer = {
                "  ./polyclinic bench --quick",
                "  ./polyclinic bench --lists",
                "  ./polyclinic bench --live",
                "  ./polyclinic bench --json > bench.json"
            })
    public static final class Bench extends ClientCommand {
        @Option(names = "--quick", description = "Shorter and rougher.")
        private boolean quick;

        @Option(names = "--lists", description = "Only the lists and searches, over what seed has made.")
        private boolean lists;

        @Option(names = "--live", description = "Only the live feed: its delay, and the memory of 2,000 streams.")
        private boolean live;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        public Bench(Settings settings) {
            super(settings, "polyclinic.clients.bench.Bench");
        }
    }

    @Command(
            name = "seed",
            header = "Fill the stack with an invented clinic of any size.",
            description = {
                "Patients with names of many scripts, doctors, and five years of appointments up to two weeks from now, written into"
                        + " the services' databases with an event for each that other services must know; and who looked at what"
                        + " because of them, in the audit trail. The same number makes the same people; what is there already stays.",
                "Without options: small (1,000 patients, 10 doctors, 5,000 appointments, 20,000 audit entries). See docs/operations.md."
            },
            exitCodeList = {"0:everything is there, and every service knows it", "1:it is not", "2:wrong options"},
            footer = {"  ./polyclinic seed --patients 100000", "  ./polyclinic seed --size large --json"})
    public static final class Seed extends ClientCommand {
        @Option(
                names = "--size",
                paramLabel = "SIZE",
                completionCandidates = SeedSizes.class,
                description =
                        "small, medium (20,000 patients, 50 doctors, 100,000 appointments, 400,000 audit entries) or large (100,000,"
                                + " 200, 1,000,000, 1,000,000).")
        private @Nullable String size;

        @Option(names = "--patients", paramLabel = "N", description = "So many patients.")
        private @Nullable Integer patients;

        @Option(names = "--doctors", paramLabel = "N", description = "So many doctors.")
        private @Nullable Integer doctors;

        @Option(names = "--appointments", paramLabel = "N", description = "So many appointments.")
        private @Nullable Integer appointments;

        @Option(names = "--audit-entries", paramLabel = "N", description = "So many audit entries.")
        private @Nullable Integer auditEntries;

        @Option(names = "--seed", paramLabel = "N", description = "The number that everything is made up from (1).")
        private @Nullable Integer seed;

        @Option(names = "--json", description = "Print JSON; the progress goes to the error output.")
        private boolean json;

        public Seed(Settings settings) {
            super(settings, "polyclinic.clients.seed.Seed");
        }

        @Override
        boolean takesMinutes() {
            return true;
        }

        /** For the shell's completion. */
        static final class SeedSizes implements Iterable<String> {
            @Override
            public Iterator<String> iterator() {
                return List.of("small", "medium", "large").iterator();
            }
        }
    }

    @Command(
            name = "chaos",
            header = "Let things fail while the clinic works, and see that nothing is lost.",
            description = {
                "Kills, pauses, restarts and cuts off processes of the running stack, and sets their clocks wrong, while patients are"
                        + " registered, booked, seen and charged. At the end all that was acknowledged is there, once.",
                "Which faults come when is a function of the seed, the length and the processes of the stack. A stack that runs already and"
                        + " was not started with POLYCLINIC_FAULTS=on is only killed and paused. See docs/operations.md."
            },
            exitCodeList = {
                "0:all that was acknowledged is there, once",
                "1:it is not; the seeds that show it are printed",
                "2:it could not be found out"
            },
            footer = {
                "  ./polyclinic chaos --seed 7 --minutes 2",
                "  ./polyclinic chaos --seed 1 --seeds 100 --minutes 0.3",
                "  POLYCLINIC_FAULTS=on ./polyclinic up --replicas 2 && ./polyclinic chaos"
            })
    public static final class Chaos extends ClientCommand {
        @Option(
                names = "--seed",
                paramLabel = "N",
                description = "Which faults; another number each time unless given.")
        private @Nullable Long seed;

        @Option(
                names = "--seeds",
                paramLabel = "COUNT",
                description = "As many seeds, one after another, from the first.")
        private int seeds;

        @Option(
                names = "--minutes",
                paramLabel = "M",
                description = "How long faults come for each seed: 1, or such as 0.2.")
        private double minutes;

        @Option(names = "--json", description = "Print the report as JSON; the progress goes to the error output.")
        private boolean json;

        public Chaos(Settings settings) {
            super(settings.with(Settings.FAULTS, "on"), "polyclinic.clients.chaos.Chaos");
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

        @Override
        boolean takesMinutes() {
            return true;
        }
    }

    @Command(
            name = "postman",
            header = "Write the API as a collection for Postman.",
            description =
                    "Each operation is a request, signed in through Keycloak. The stack need not run. See docs/clients.md.",
            footer = "  ./polyclinic postman polyclinic.postman_collection.json")
    public static final class Postman extends ClientCommand {
        @Parameters(
                paramLabel = "FILE",
                arity = "0..1",
                description = "What is written; without it the collection is printed.")
        private @Nullable Path file;

        public Postman(Settings settings) {
            super(settings, "polyclinic.clients.postman.Postman");
        }

        @Override
        boolean needsUp(boolean running) {
            return false;
        }
    }

    @Command(
            name = "dead-letters",
            header = "List, show, replay or drop the messages that services could not handle.",
            description = {
                "list: those that nobody has dealt with; show ID: one of them with its headers; replay ID …: the message is sent to"
                        + " its topic again, where the service that could not handle it tries again and the others, which know its"
                        + " id, leave it aside; drop ID …: nothing will be done.",
                "An ID is where the message came from: topic, partition and offset. See docs/runbooks/DeadLetter.md."
            },
            exitCodeList = {"0:done", "1:there was nothing to do", "2:it could not be done"},
            footer = {
                "  ./polyclinic dead-letters list",
                "  ./polyclinic dead-letters show patient.events/2/1234",
                "  ./polyclinic dead-letters replay --all --service notes",
                "  ./polyclinic dead-letters drop patient.events/2/1234 --reason 'a test of the interface'"
            })
    public static final class DeadLetters extends ClientCommand {
        @Parameters(
                paramLabel = "ACTION",
                completionCandidates = DeadLetterActions.class,
                description = "list, show, replay or drop.")
        private String action = "";

        @Parameters(paramLabel = "ID", index = "1..*", arity = "0..*", description = "Letters, as list shows them.")
        private List<String> ids = List.of();

        @Option(names = "--service", paramLabel = "NAME", description = "Only those of one service.")
        private @Nullable String service;

        @Option(names = "--all", description = "list: those too that were dealt with; replay, drop: every open one.")
        private boolean all;

        @Option(names = "--body", description = "show: the message as well, which holds patients' data.")
        private boolean body;

        @Option(names = "--reason", paramLabel = "TEXT", description = "drop: why nothing is lost by it.")
        private @Nullable String reason;

        @Option(names = "--json", description = "list: print JSON.")
        private boolean json;

        public DeadLetters(Settings settings) {
            super(settings, "polyclinic.clients.deadletters.DeadLettersCommand");
        }

        /** For the shell's completion. */
        static final class DeadLetterActions implements Iterable<String> {
            @Override
            public Iterator<String> iterator() {
                return List.of("list", "show", "replay", "drop").iterator();
            }
        }
    }
}
