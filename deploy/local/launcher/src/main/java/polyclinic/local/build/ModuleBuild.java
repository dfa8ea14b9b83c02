package polyclinic.local.build;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.Terminal;
import polyclinic.local.terminal.UserError;

/** Builds the modules whose result is missing or older than their sources. */
public final class ModuleBuild {
    private static final Pattern MODULE = Pattern.compile("\\[INFO\\] Building (\\S.*?) +\\S+ +\\[(\\d+/\\d+)\\]");
    private static final Pattern NOISE =
            Pattern.compile("^\\[ERROR\\] *$|Re-run Maven|To see the full|For more information|\\[Help");

    private static final String COMPONENT_LIST = ".cdx.json";

    /** The folder of the program that makes container images. */
    public static final String IMAGES = "deploy/images";

    /** The folder of the programs that use the running stack. */
    public static final String CLIENTS = "deploy/local/clients";

    /** The folder of the program that makes recovery points. */
    public static final String RECOVERY = "deploy/recovery";

    private final Settings settings;
    private final Maven maven;

    public ModuleBuild(Settings settings) {
        this.settings = settings;
        this.maven = new Maven(settings);
    }

    /** Builds what is stale of the services and, for the whole stack, of the clients. Returns whether there was something to build. */
    public boolean run(Collection<String> services) {
        if ("never".equals(settings.value("POLYCLINIC_BUILD"))) {
            return false;
        }
        List<String> wanted = new ArrayList<>(services);
        if (settings.only().isEmpty()) {
            wanted.add(CLIENTS);
        }
        return buildStale(wanted, List.of(), (module, sources) -> false);
    }

    /** Builds what is stale of the modules, each with a list of what it is made of (CycloneDX) in its target folder. */
    public void withComponentLists(Collection<String> wanted) {
        if (!"never".equals(settings.value("POLYCLINIC_BUILD"))) {
            buildStale(wanted, List.of("-Psbom"), this::lacksComponentList);
        }
    }

    /** Builds one program that is no part of the stack, if it is stale. */
    public void program(String module) {
        if (!"never".equals(settings.value("POLYCLINIC_BUILD"))) {
            buildStale(List.of(module), List.of(), (built, sources) -> false);
        }
    }

    private boolean buildStale(
            Collection<String> wanted,
            List<String> options,
            BiPredicate<String, Collection<MavenModule>> isIncomplete) {
        MavenModules modules = MavenModules.of(settings.root());
        List<String> stale = modules.all().stream()
                .filter(module -> wanted.contains(module.path()))
                .filter(module -> {
                    Set<MavenModule> sources = modules.withDependencies(List.of(module));
                    return isStale(module.path(), sources) || isIncomplete.test(module.path(), sources);
                })
                .map(MavenModule::path)
                .toList();
        if (!stale.isEmpty()) {
            build(stale, options);
        }
        return !stale.isEmpty();
    }

    private void build(List<String> modules, List<String> options) {
        long begin = System.nanoTime();
        FileTime sourcesAsOf = FileTime.fromMillis(System.currentTimeMillis());
        Terminal.say("Building " + String.join(", ", modules) + " (log: " + log() + ")");
        List<String> arguments = new ArrayList<>(
                List.of("-B", "-T" + Maven.MODULES_AT_ONCE, "-Dquick", "-Dmaven.test.skip=true", "package"));
        arguments.addAll(options);
        arguments.addAll(List.of("-pl", String.join(",", modules), "-am"));
        List<String> output = new ArrayList<>();
        int code;
        try (PrintWriter file = new PrintWriter(newLog(), true)) {
            code = maven.run(
                    line -> {
                        file.println(line);
                        output.add(line);
                        showProgress(line);
                    },
                    arguments.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (code != 0) {
            throw new UserError(explain(output, log()));
        }
        modules.forEach(module -> touch(module, sourcesAsOf));
        Terminal.say("Built in " + Terminal.seconds((System.nanoTime() - begin) / 1_000_000));
    }

    /** Returns what is wrong with a failed build: that the network is needed, or the compiler's errors. */
    static String explain(List<String> output, Path log) {
        boolean unreachable = output.stream()
                .anyMatch(line -> line.contains("Could not transfer artifact")
                        || line.contains("Unknown host")
                        || line.contains("Connection refused")
                        || line.contains("Network is unreachable"));
        if (unreachable) {
            return "Maven cannot reach its repository: the first build needs the network (or a mirror in ~/.m2/settings.xml)."
                    + " See " + log;
        }
        List<String> errors = output.stream()
                .filter(line -> line.startsWith("[ERROR]"))
                .filter(line -> !NOISE.matcher(line).find())
                .limit(15)
                .toList();
        return "The build failed; see " + log + "\n" + String.join("\n", errors);
    }

    private void showProgress(String line) {
        Matcher matcher = MODULE.matcher(line);
        if (matcher.find()) {
            Terminal.step(matcher.group(1), "build", matcher.group(2));
        }
    }

    private boolean isStale(String module, Collection<MavenModule> sources) {
        FileTime built = modified(result(module));
        return built == null
                || isNewer(settings.root().resolve("pom.xml"), built)
                || sources.stream()
                        .map(source -> source.folder(settings.root()))
                        .flatMap(folder -> Stream.of(folder.resolve("src/main"), folder.resolve("pom.xml")))
                        .anyMatch(source -> isNewer(source, built));
    }

    /** What a module is made of changes with poms alone. */
    private boolean lacksComponentList(String module, Collection<MavenModule> sources) {
        try (Stream<Path> files = Files.list(settings.root().resolve(module).resolve("target"))) {
            FileTime listed = files.filter(file -> file.toString().endsWith(COMPONENT_LIST))
                    .map(ModuleBuild::modified)
                    .findFirst()
                    .orElse(null);
            return listed == null
                    || isNewer(settings.root().resolve("pom.xml"), listed)
                    || sources.stream()
                            .anyMatch(source ->
                                    isNewer(source.folder(settings.root()).resolve("pom.xml"), listed));
        } catch (IOException notBuilt) {
            return true;
        }
    }

    /** Returns whether the file, or something in the folder, was changed after the instant. */
    static boolean isNewer(Path source, FileTime built) {
        if (!Files.exists(source)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(source)) {
            return files.map(ModuleBuild::modified).anyMatch(time -> time != null && time.compareTo(built) > 0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + source, e);
        }
    }

    private Path result(String module) {
        Path target = settings.root().resolve(module).resolve("target");
        return switch (module) {
            case CLIENTS, IMAGES, RECOVERY -> target.resolve("classpath.txt");
            default -> target.resolve("quarkus-app/quarkus-run.jar");
        };
    }

    /** Maven does not touch a result whose content stays the same, and a source may have changed during the build. */
    private void touch(String module, FileTime sourcesAsOf) {
        try {
            if (Files.exists(result(module))) {
                Files.setLastModifiedTime(result(module), sourcesAsOf);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException absent) {
            return null;
        }
    }

    private BufferedWriter newLog() throws IOException {
        Files.createDirectories(settings.home());
        return Files.newBufferedWriter(log());
    }

    private Path log() {
        return settings.home().resolve("build.log");
    }
}
