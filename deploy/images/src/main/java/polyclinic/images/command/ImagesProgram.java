package polyclinic.images.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import polyclinic.images.assembly.BaseImage;
import polyclinic.images.assembly.ImageAssembly;
import polyclinic.images.assembly.ImageFailure;
import polyclinic.images.assembly.ImageLabels;
import polyclinic.images.content.SuiteImage;
import polyclinic.images.release.ReleaseList;
import polyclinic.images.release.ReleaseSignature;
import polyclinic.images.release.ReleaseVerification;

/** {@code images}: makes the suite's images; {@code images verify}: compares them with their signed list. */
@Command(name = "images")
final class ImagesProgram implements Callable<Integer> {
    private static final int DEFAULT_JAVA = 25;

    @Option(names = "--push")
    private @Nullable String registry;

    @Option(names = "--base")
    private @Nullable String base;

    @Option(names = "--java")
    private int java = DEFAULT_JAVA;

    @Option(names = "--service")
    private List<String> services = List.of();

    @Option(names = "--tag")
    private @Nullable String tag;

    @Option(names = "--json")
    private boolean json;

    private final Path root;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    ImagesProgram(Path root, Map<String, String> environment, PrintStream out, PrintStream err) {
        this.root = root;
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        Path root = Path.of(System.getProperty("polyclinic.root", "")).toAbsolutePath();
        System.exit(run(new ImagesProgram(root, System.getenv(), System.out, System.err), arguments));
    }

    static int run(ImagesProgram program, String... arguments) {
        CommandLine line = new CommandLine(program).addSubcommand(new VerifyCommand(program));
        line.setParameterExceptionHandler((failure, words) -> program.fail(failure.getMessage()));
        line.setExecutionExceptionHandler((failure, command, result) -> program.fail(failure.getMessage()));
        return line.execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        BaseImage stand = new BaseImage(base == null ? ownBase() : base);
        Revision revision = Revision.of(root);
        String version = tag == null ? revision.version() : tag;
        ImageLabels labels = new ImageLabels(version, revision.commit(), stand.label());
        Path folder = folder();
        ImageAssembly assembly = new ImageAssembly(
                stand, java, labels, folder.resolveSibling("cache"), warning -> err.println("  " + warning));
        ReleaseRun run = new ReleaseRun(root, folder, assembly, version, Optional.ofNullable(registry), err);
        ReleaseList made = new ReleaseList(version, revision.commit(), stand.label(), java, run.make(selected()));
        ReleaseList list = Files.exists(folder.resolve(ReleaseList.FILE)) ? made.with(ReleaseList.read(folder)) : made;
        list.write(folder);
        String signer = signature().sign(list);
        if (json) {
            out.print(list.text());
        } else {
            ImageTable.print(list, folder, out);
            out.println("Signed by " + signer);
        }
        return 0;
    }

    /** The images of a release lie in one folder, beside their list. */
    Path folder() {
        return root.resolve("deploy/images/target/images");
    }

    ReleaseSignature signature() {
        String home = environment.getOrDefault(
                "POLYCLINIC_HOME", root.resolve(".polyclinic").toString());
        String own = environment.getOrDefault("POLYCLINIC_IMAGES_KEY", home + "/images/release.key");
        return new ReleaseSignature(folder(), environment, Path.of(own));
    }

    private int fail(@Nullable String reason) {
        err.println("polyclinic: " + reason);
        return 1;
    }

    private List<SuiteImage> selected() {
        List<SuiteImage> all = SuiteImage.all(root);
        List<SuiteImage> chosen = new ArrayList<>();
        for (String name : services) {
            chosen.add(all.stream()
                    .filter(image -> image.name().equals(name) || image.name().equals(name + "-service"))
                    .findFirst()
                    .orElseThrow(() -> new ImageFailure("There is no image \"" + name + "\". Images: "
                            + String.join(
                                    " ", all.stream().map(SuiteImage::name).toList()))));
        }
        return chosen.isEmpty() ? all : chosen;
    }

    /** The base made here for the Java asked for; the first time it is made by its script, which says what it lacks. */
    private String ownBase() throws IOException {
        Path made = root.resolve("deploy/images/target/base-" + java + ".tar");
        if (Files.exists(made)) {
            return made.toString();
        }
        err.println("Making the base of Debian's packages (once, a few minutes) …");
        Process script = new ProcessBuilder(
                        root.resolve("deploy/images/base").toString(), "--java", "" + java, "--output", made.toString())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        script.getOutputStream().close();
        try {
            if (script.waitFor() != 0) {
                throw new ImageFailure("There is no base. Give one of your own: --base IMAGE or --base FILE.tar");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageFailure("interrupted", e);
        }
        return made.toString();
    }

    /** {@code images verify}. */
    @Command(name = "verify")
    static final class VerifyCommand implements Callable<Integer> {
        private final ImagesProgram program;

        @Option(names = "--key")
        private @Nullable Path key;

        @Option(names = "--json")
        private boolean json;

        VerifyCommand(ImagesProgram program) {
            this.program = program;
        }

        @Override
        public Integer call() throws IOException {
            Path folder = program.folder();
            if (!Files.exists(folder.resolve(ReleaseList.FILE))) {
                throw new ImageFailure("There are no images in " + folder + "; ./polyclinic images makes them");
            }
            ReleaseList list = ReleaseList.read(folder);
            String signer = program.signature().verify(Optional.ofNullable(key));
            List<String> faults = ReleaseVerification.faults(folder, list);
            if (!faults.isEmpty()) {
                throw new ImageFailure(String.join("; ", faults));
            }
            if (json) {
                program.out.print(list.text());
            } else {
                program.out.println(list.images().size() + " images are as listed. Signed by " + signer);
            }
            return 0;
        }
    }
}
