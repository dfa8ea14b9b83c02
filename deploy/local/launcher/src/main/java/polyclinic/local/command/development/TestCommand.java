package polyclinic.local.command.development;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyclinic.local.build.ChangedFiles;
import polyclinic.local.build.ChangedModules;
import polyclinic.local.build.Maven;
import polyclinic.local.build.MavenModule;
import polyclinic.local.build.MavenModules;
import polyclinic.local.process.Distribution;
import polyclinic.local.servers.Keycloak;
import polyclinic.local.servers.ServerPool;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.Terminal;
import polyclinic.local.terminal.TerminalProcess;
import polyclinic.local.terminal.UserError;

/** {@code test}: all checks and tests through Maven, those of some modules, or those of what was changed. */
@Command(
        name = "test",
        header = "Run all checks and tests as CI does, or those of some modules.",
        description = {
            "Options that are not listed here are Maven's and are passed on. Two modules are tested at a time (-T1: one); each"
                    + " has a PostgreSQL, Kafka, Redis, S3 and MongoDB, which are started before and serve one module after another."
        },
        footer = {
            "  ./polyclinic test                                             everything",
            "  ./polyclinic test patient-service gateway                     two modules; what they need is built",
            "  ./polyclinic test patient-service -Dtest=RegistrationTest     one test",
            "  ./polyclinic test --changed                                   what differs from the last commit",
            "  ./polyclinic test --since origin/main                         what differs from a revision",
            "  ./polyclinic test -DskipITs                                   everything but the packaged suite's tests"
        })
public final class TestCommand implements Callable<Integer> {
    private final Settings settings;

    @Parameters(
            paramLabel = "MODULE",
            arity = "0..*",
            completionCandidates = Modules.class,
            description = "A module's folder or its last part, a service's name without its suffix, or commons.")
    private List<String> words = List.of();

    @Option(
            names = "--changed",
            description =
                    "The modules with changed files, and those that use them. A change in commons or outside of the"
                            + " modules (root pom, contracts) means everything, one in docs nothing.")
    private boolean changed;

    @Option(
            names = "--since",
            paramLabel = "REVISION",
            description = "As --changed, against this revision instead of HEAD.")
    private @Nullable String since;

    public TestCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Integer call() {
        TestArguments arguments = TestArguments.of(words);
        MavenModules modules = MavenModules.of(settings.root());
        Set<MavenModule> selected = selected(arguments, modules);
        if (selected.isEmpty()) {
            Terminal.say("No module changed since " + revision() + "; nothing to test.");
            return 0;
        }
        if (selected.size() == modules.all().size()) {
            return run(TestPlan.ofAll(arguments.maven()));
        }
        String names = selected.stream().map(modules::shortName).collect(Collectors.joining(" "));
        Terminal.say("Testing " + names + ". All, the packaged suite included: ./polyclinic test");
        return run(TestPlan.of(selected, settings.root(), arguments.maven()));
    }

    private Set<MavenModule> selected(TestArguments arguments, MavenModules modules) {
        boolean byChange = changed || since != null;
        if (byChange && !arguments.modules().isEmpty()) {
            throw new UserError("Name modules or ask for --changed, not both.");
        }
        if (byChange) {
            return new ChangedModules(modules).affectedBy(ChangedFiles.since(settings.root(), revision()));
        }
        Set<MavenModule> named = new LinkedHashSet<>();
        arguments.modules().forEach(name -> named.addAll(modules.named(name)));
        return named.isEmpty() ? new LinkedHashSet<>(modules.all()) : named;
    }

    private String revision() {
        return since == null ? "HEAD" : since;
    }

    private int run(TestPlan plan) {
        List<String> command = new ArrayList<>(new Maven(settings).command());
        command.addAll(plan.arguments());
        if (plan.startsSuite()) {
            installKeycloak();
        }
        if (!plan.sharesServers()) {
            return TerminalProcess.run(command, settings.root(), Map.of());
        }
        Terminal.say("Starting PostgreSQL, Kafka, Redis, S3 and MongoDB for all tests …");
        try (ServerPool servers = ServerPool.start(settings.home().resolve("test-servers"), plan.serverSets())) {
            // At Ctrl-C only the hook still runs.
            Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "end of the servers"));
            return TerminalProcess.run(command, settings.root(), servers.environment());
        }
    }

    /** Beside the first tests, which leave the processors time: it takes half a minute on a new checkout. */
    private static void installKeycloak() {
        Thread installation = new Thread(Keycloak::install, "installation of Keycloak");
        installation.setDaemon(true);
        installation.start();
    }

    static final class Modules implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            Path checkout = Distribution.checkout();
            if (checkout == null) {
                return Collections.emptyIterator();
            }
            MavenModules modules = MavenModules.of(checkout);
            return modules.all().stream().map(modules::shortName).iterator();
        }
    }
}
