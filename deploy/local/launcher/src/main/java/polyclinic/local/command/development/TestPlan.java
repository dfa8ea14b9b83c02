package polyclinic.local.command.development;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import polyclinic.local.build.Maven;
import polyclinic.local.build.MavenModule;

/**
 * What Maven is to run.
 *
 * @param arguments of Maven
 * @param sharesServers whether the tests are to use the same servers, as several modules or runs need some
 * @param serverSets how many modules are tested at the same time, each with servers of its own
 * @param startsSuite whether the packaged suite is started, as its own tests do
 */
record TestPlan(List<String> arguments, boolean sharesServers, int serverSets, boolean startsSuite) {
    /** The classes that Surefire takes for tests. */
    private static final Pattern TEST_CLASS = Pattern.compile("(Test.*|.*Tests?|.*TestCase)\\.java");

    /** The module by which tests start servers. */
    private static final String SERVER_TESTS = "polyclinic-commons-testing";

    private static final String SYSTEM_TESTS = "deploy/system-tests";

    /** Has what tests the packaged services wait for all of them. */
    private static final String IN_ORDER = "-Dpackaged";

    /** Options by which the user chooses the modules or leaves the tests out. */
    private static final Pattern NARROWING = Pattern.compile("-pl|--projects|-DskipTests.*|-Dmaven\\.test\\.skip.*");

    private static final Pattern THREADS = Pattern.compile("-T.*|--threads.*");

    /** Returns the plan of everything, as CI runs it. */
    static TestPlan ofAll(List<String> mavenOptions) {
        List<String> arguments = new ArrayList<>(List.of("-B", "verify"));
        boolean narrowed = mavenOptions.stream()
                .anyMatch(option -> NARROWING.matcher(option).matches());
        boolean packaged = mavenOptions.stream().noneMatch(option -> option.startsWith("-DskipITs"));
        if (!narrowed) {
            arguments.add(IN_ORDER);
            arguments.addAll(sideBySide(mavenOptions));
        }
        arguments.addAll(mavenOptions);
        return new TestPlan(arguments, !narrowed, Maven.MODULES_AT_ONCE, !narrowed && packaged);
    }

    /** Returns the plan of some modules: what they need is built, and only their own tests run. */
    static TestPlan of(Collection<MavenModule> modules, Path root, List<String> mavenOptions) {
        boolean integrationTests = modules.stream().anyMatch(MavenModule::hasIntegrationTests);
        List<String> arguments = new ArrayList<>(List.of(
                "-B",
                integrationTests ? "verify" : "test",
                "-pl",
                modules.stream().map(MavenModule::path).collect(Collectors.joining(",")),
                "-am",
                "-Dsurefire.failIfNoSpecifiedTests=false"));
        if (mavenOptions.stream().noneMatch(option -> option.startsWith("-Dtest="))) {
            arguments.add("-Dtest=" + tests(modules, root));
        }
        long usingServers = modules.stream().filter(TestPlan::usesServers).count();
        if (modules.size() > 1) arguments.add(IN_ORDER);
        arguments.addAll(sideBySide(mavenOptions));
        arguments.addAll(mavenOptions);
        boolean suite = modules.stream().anyMatch(module -> module.path().equals(SYSTEM_TESTS));
        boolean twice = usingServers > 1 || integrationTests && usingServers > 0;
        int sets = (int) Math.max(1, Math.min(usingServers, Maven.MODULES_AT_ONCE));
        return new TestPlan(arguments, twice, sets, suite);
    }

    private static boolean usesServers(MavenModule module) {
        return module.testDependencies().contains(SERVER_TESTS);
    }

    /** Nothing when the user says how many. */
    private static List<String> sideBySide(List<String> mavenOptions) {
        boolean isChosen =
                mavenOptions.stream().anyMatch(option -> THREADS.matcher(option).matches());
        return isChosen ? List.of() : List.of("-T" + Maven.MODULES_AT_ONCE);
    }

    /** Maven has no option that tests one module and only builds another; naming the tests has that effect. */
    private static String tests(Collection<MavenModule> modules, Path root) {
        String names = modules.stream()
                .map(module -> root.resolve(module.path()).resolve("src/test/java"))
                .filter(Files::isDirectory)
                .flatMap(sources -> testClasses(sources).stream())
                .collect(Collectors.joining(","));
        return names.isEmpty() ? "none" : names;
    }

    private static List<String> testClasses(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file ->
                            TEST_CLASS.matcher(file.getFileName().toString()).matches())
                    .map(file -> sources.relativize(file).toString())
                    .map(file ->
                            file.substring(0, file.length() - ".java".length()).replace('/', '.'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
