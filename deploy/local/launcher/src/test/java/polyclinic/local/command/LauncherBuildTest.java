package polyclinic.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.local.process.Distribution;

/** {@code ./polyclinic} in a fresh checkout, with a JDK and a Maven that only leave marks. */
class LauncherBuildTest {
    /** What the script calls, {@code flock} aside. */
    private static final List<String> PROGRAMS = List.of(
            "sh", "dirname", "sed", "readlink", "find", "head", "mkdir", "cat", "cp", "mv", "rm", "sleep", "mktemp");

    /** Builds when it is told to. */
    private static final String MAVEN = """
            echo built >> builds
            while [ ! -e go ]; do sleep 0.02; done
            mkdir -p deploy/local/launcher/target/classes deploy/local/launcher/target/lib""";

    private static final String WAITS = "Another ./polyclinic builds the launcher; waiting for it ...";

    @TempDir
    private Path checkout;

    @BeforeEach
    void checkOut() throws IOException {
        Path launcher = checkout.resolve("deploy/local/launcher");
        Files.createDirectories(launcher.resolve("src/main"));
        Files.createFile(launcher.resolve("pom.xml"));
        Path script = Objects.requireNonNull(Distribution.checkout()).resolve("polyclinic");
        Files.copy(script, checkout.resolve("polyclinic"));
        Files.createDirectories(checkout.resolve("jdk/bin"));
        Files.writeString(checkout.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
        program("jdk/bin/javac", "");
        program("jdk/bin/java", "echo ran");
        program("maven", MAVEN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void of_two_commands_at_once_one_builds_the_launcher_and_the_other_waits_for_it(boolean flock) throws Exception {
        Process first = start(flock);
        try (BufferedReader said = first.errorReader()) {
            assertThat(said.readLine()).startsWith("Building the launcher");
        }
        Process second = start(flock);
        try (BufferedReader said = second.errorReader()) {
            assertThat(said.readLine()).isEqualTo(WAITS);
            Files.createFile(checkout.resolve("go"));
            assertThat(ended(first)).isZero();
            assertThat(ended(second)).isZero();
            assertThat(said.lines()).isEmpty();
        }

        assertThat(first.inputReader().lines()).containsExactly("ran");
        assertThat(second.inputReader().lines()).containsExactly("ran");
        assertThat(checkout.resolve("builds")).hasContent("built\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_command_that_was_killed_while_it_built_keeps_nobody_waiting(boolean flock) throws Exception {
        Process killed = start(flock);
        try (BufferedReader said = killed.errorReader()) {
            assertThat(said.readLine()).startsWith("Building the launcher");
        }
        killed.destroyForcibly().waitFor();
        Files.createFile(checkout.resolve("go"));

        Process next = start(flock);

        assertThat(ended(next)).isZero();
        assertThat(next.inputReader().lines()).containsExactly("ran");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void after_a_build_that_failed_the_next_command_builds(boolean flock) throws Exception {
        program("maven", "exit 1");
        assertThat(ended(start(flock))).isEqualTo(1);
        program("maven", MAVEN);
        Files.createFile(checkout.resolve("go"));

        Process next = start(flock);

        assertThat(ended(next)).isZero();
        assertThat(next.inputReader().lines()).containsExactly("ran");
    }

    private Process start(boolean flock) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("sh", checkout.resolve("polyclinic").toString());
        builder.environment().remove("POLYCLINIC_BUILD");
        builder.environment().put("JAVA_HOME", checkout.resolve("jdk").toString());
        builder.environment().put("POLYCLINIC_MAVEN", checkout.resolve("maven").toString());
        if (!flock) builder.environment().put("PATH", withoutFlock().toString());
        return builder.start();
    }

    /** A folder of links to the programs alone that the script needs, so that it finds no {@code flock}. */
    private Path withoutFlock() throws IOException {
        Path folder = Files.createDirectories(checkout.resolve("programs"));
        for (String name : PROGRAMS) {
            Path program = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(place -> Path.of(place, name))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            Path link = folder.resolve(name);
            if (Files.notExists(link)) Files.createSymbolicLink(link, program);
        }
        return folder;
    }

    private void program(String name, String lines) throws IOException {
        Path file = Files.writeString(checkout.resolve(name), "#!/bin/sh\n" + lines + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static int ended(Process process) throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
