package polyclinic.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Java installation found on this machine.
 *
 * @param home its folder
 * @param feature its feature release, such as 17 or 25
 */
public record Jdk(Path home, int feature) {
    private static volatile @Nullable Jdk newest;

    /** The newest one on this machine; POLYCLINIC_JAVA_HOME in the environment decides if set. */
    public static Jdk newest() {
        Jdk found = newest;
        if (found == null) {
            String chosen = System.getenv("POLYCLINIC_JAVA_HOME");
            found = chosen != null && !chosen.isBlank() ? of(Path.of(chosen)) : search();
            newest = found;
        }
        return found;
    }

    public Path java() {
        return home.resolve("bin/java");
    }

    /** Flags for a small process: serial collector, the first compiler only, small stacks and, where there are, compact headers. */
    public List<String> small(int heapMiB) {
        List<String> flags = new ArrayList<>(busy(heapMiB));
        flags.add("-XX:TieredStopAtLevel=1");
        return flags;
    }

    /** As {@link #small}, with both compilers: for what has work to do all the time. */
    public List<String> busy(int heapMiB) {
        List<String> flags = new ArrayList<>(List.of(
                "-Xmx" + heapMiB + "m",
                "-XX:+UseSerialGC",
                "-Xss512k",
                "-XX:ReservedCodeCacheSize=64m",
                "-XX:-UsePerfData"));
        flags.addAll(modern());
        return flags;
    }

    /** Flags that only newer releases know. */
    public List<String> modern() {
        List<String> flags = new ArrayList<>();
        if (feature >= 21) {
            // Every minute, so that a burst of work does not leave its memory behind (JDK-8293114).
            flags.add("-XX:TrimNativeHeapInterval=60000");
        }
        if (feature >= 24) {
            flags.add("--enable-native-access=ALL-UNNAMED");
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        if (feature >= 25) {
            flags.add("-XX:+UseCompactObjectHeaders");
        }
        return flags;
    }

    /** The one in the folder; its `release` file tells the version. */
    public static Jdk of(Path home) {
        Properties release = new Properties();
        try (var in = Files.newBufferedReader(home.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            throw new ServerFailed("no JDK in " + home + " (it has no file named release)", e);
        }
        String version = release.getProperty("JAVA_VERSION", "\"0\"").replace("\"", "");
        return new Jdk(
                home, Runtime.Version.parse(version.replaceFirst("^1\\.", "")).feature());
    }

    private static Jdk search() {
        List<Path> homes = new ArrayList<>();
        homes.add(Path.of(System.getProperty("java.home")));
        String javaHome = System.getenv("JAVA_HOME");
        if (javaHome != null && !javaHome.isBlank()) {
            homes.add(Path.of(javaHome));
        }
        homes.addAll(children(Path.of("/usr/lib/jvm")));
        homes.addAll(children(Path.of("/opt")));
        homes.addAll(children(Path.of(System.getProperty("user.home"), ".sdkman/candidates/java")));
        children(Path.of("/Library/Java/JavaVirtualMachines")).forEach(mac -> homes.add(mac.resolve("Contents/Home")));
        return homes.stream()
                .filter(home ->
                        Files.isExecutable(home.resolve("bin/java")) && Files.isReadable(home.resolve("release")))
                .flatMap(home -> tryRead(home).stream())
                .max(Comparator.comparingInt(Jdk::feature))
                .orElse(new Jdk(
                        Path.of(System.getProperty("java.home")),
                        Runtime.version().feature()));
    }

    private static List<Jdk> tryRead(Path home) {
        try {
            return List.of(of(home));
        } catch (RuntimeException unreadable) {
            return List.of();
        }
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException absent) {
            return List.of();
        }
    }
}
