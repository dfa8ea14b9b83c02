package polyclinic.local.command.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import polyclinic.local.build.ModuleBuild;
import polyclinic.local.build.ModuleProgram;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.TerminalProcess;
import polyclinic.local.terminal.UserError;

/** {@code images}: builds what is stale, then has {@code deploy/images} make the images; it gets the arguments as they are. */
@Command(
        name = "images",
        header = "Make the suite's container images, or verify them; no container engine is needed.",
        description = {
            "Makes an OCI archive of each service in deploy/images/target/images, with what it is made of (CycloneDX) beside it"
                    + " and a signed list of all digests. The same sources on the same base give the same digests.",
            "The base is made once by deploy/images/base, of Debian's packages alone (mmdebstrap), or is one of yours."
                    + " Registries are reached with the credentials of ~/.docker/config.json, never without TLS but on this machine.",
            "Signs with cosign where it is installed and POLYCLINIC_COSIGN_KEY names a key, else with the Ed25519 key in"
                    + " POLYCLINIC_IMAGES_KEY (.polyclinic/images/release.key, made at the first time)."
        },
        footer = {
            "  ./polyclinic images",
            "  ./polyclinic images --push registry.example.org/clinic --tag 1.4.0",
            "  ./polyclinic images --service gateway --base registry.example.org/java:25",
            "  ./polyclinic images verify --key release.key.pub"
        })
public final class ImagesCommand implements Callable<Integer> {
    private static final int HEAP_MIB = 512;

    private final Settings settings;

    @Parameters(
            paramLabel = "verify",
            arity = "0..1",
            completionCandidates = Actions.class,
            description = "Compare the images with their list, and the list with its signature.")
    private @Nullable String action;

    @Option(
            names = "--push",
            paramLabel = "REGISTRY",
            description = "Push them there, too: host and path before the images' names.")
    private @Nullable String registry;

    @Option(
            names = "--base",
            paramLabel = "IMAGE|FILE",
            description =
                    "What they stand on: an image in a registry or an archive of one, with a Java runtime on its PATH.")
    private @Nullable String base;

    @Option(
            names = "--java",
            paramLabel = "RELEASE",
            description =
                    "The base's Java, 17 or newer (25): newer ones are started with options that older ones refuse.")
    private int java;

    @Option(names = "--service", paramLabel = "NAME", description = "Only this one; may be given again.")
    private List<String> services = List.of();

    @Option(names = "--tag", paramLabel = "TAG", description = "The images' tag (the version in pom.xml).")
    private @Nullable String tag;

    @Option(names = "--key", paramLabel = "FILE", description = "verify: the public key that is trusted.")
    private @Nullable Path key;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    public ImagesCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Integer call() {
        if (action != null && !action.equals("verify")) {
            throw new UserError("There is no \"images " + action + "\"; ./polyclinic help images");
        }
        List<String> modules = new ArrayList<>(List.of(ModuleBuild.IMAGES));
        if (action == null) {
            modules.addAll(imageModules());
        }
        new ModuleBuild(settings).withComponentLists(modules);
        List<String> words = spec.commandLine().getParseResult().originalArgs();
        ModuleProgram program =
                new ModuleProgram(settings, ModuleBuild.IMAGES, "polyclinic.images.command.ImagesProgram");
        return TerminalProcess.run(
                program.command(HEAP_MIB, words.subList(1, words.size())),
                Path.of("").toAbsolutePath(),
                Map.of("POLYCLINIC_HOME", settings.home().toString()));
    }

    /** The modules of the chosen images: the first two columns of the list are their names and modules. */
    private List<String> imageModules() {
        Path list = settings.root().resolve(ModuleBuild.IMAGES).resolve("images.csv");
        try {
            return Files.readAllLines(list).stream()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(line -> line.split(","))
                    .filter(line -> services.isEmpty()
                            || services.contains(line[0])
                            || services.contains(line[0].replace("-service", "")))
                    .map(line -> line[1])
                    .toList();
        } catch (IOException e) {
            throw new UserError("cannot read " + list, e);
        }
    }

    static final class Actions implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("verify").iterator();
        }
    }
}
