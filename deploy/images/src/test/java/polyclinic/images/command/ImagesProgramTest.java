package polyclinic.images.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesProgramTest {
    private static final String LIST = """
            image,module,main,writable,description
            files,files,,/tmp,Files of a test
            """;

    private static final String COMPONENTS = """
            {"bomFormat": "CycloneDX", "specVersion": "1.6",
             "metadata": {"component": {"group": "polyclinic", "name": "files", "version": "1"}},
             "components": [{"group": "org.example", "name": "known", "version": "1.0", "purl": "pkg:maven/org.example/known@1.0"}]}
            """;

    @TempDir
    Path root;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void writeCheckout() throws IOException {
        write("pom.xml", "<artifactId>polyclinic</artifactId>\n  <version>2.3</version>");
        write("deploy/images/images.csv", LIST);
        write("files/target/files.cdx.json", COMPONENTS);
        write("files/target/quarkus-app/quarkus-run.jar", "runner");
        write("files/target/quarkus-app/app/files-1.jar", "code");
        write("files/target/quarkus-app/lib/main/org.example.known-1.0.jar", "library");
    }

    @Test
    void images_are_made_listed_and_verified() {
        assertThat(run("--base", "scratch")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("files  ", "sha256:", "Version 2.3", "Signed by Ed25519");

        assertThat(run("verify")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("1 images are as listed");
    }

    @Test
    void a_changed_archive_is_found() throws IOException {
        run("--base", "scratch");
        Path archive = root.resolve("deploy/images/target/images/files.tar");
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length / 2] ^= 1;
        Files.write(archive, bytes);

        assertThat(run("verify")).isEqualTo(1);
        assertThat(errors()).startsWith("polyclinic: files.tar");
    }

    @Test
    void a_library_that_quarkus_brings_by_itself_is_listed_too() throws IOException {
        write("files/target/quarkus-app/lib/main/org.example.more.extra-2.0.jar", "library");
        write("files/target/quarkus-app/quarkus-app-dependencies.txt", "org.example.more:extra::jar:2.0\n");

        assertThat(run("--base", "scratch")).isZero();

        assertThat(Files.readString(root.resolve("deploy/images/target/images/files.cdx.json")))
                .contains(
                        "pkg:maven/org.example/known@1.0",
                        "pkg:maven/org.example.more/extra@2.0",
                        "pkg:oci/files@sha256%3A");
    }

    @Test
    void a_library_that_nobody_names_fails_the_build() throws IOException {
        write("files/target/quarkus-app/lib/main/org.example.unknown-9.jar", "library");

        assertThat(run("--base", "scratch")).isEqualTo(1);
        assertThat(errors()).contains("names org.example.unknown-9");
    }

    @Test
    void what_is_wrong_is_said_in_one_line() {
        assertThat(run("verify")).isEqualTo(1);
        assertThat(errors()).startsWith("polyclinic: There are no images in ").endsWith("makes them\n");

        assertThat(run("--base", "scratch", "--service", "fles")).isEqualTo(1);
        assertThat(errors()).isEqualTo("polyclinic: There is no image \"fles\". Images: files\n");

        assertThat(run("--base", "scratch", "--tag", "no tag")).isEqualTo(1);
        assertThat(errors()).contains("is no name of an image; see --tag and --push");

        assertThat(run("--frob")).isEqualTo(1);
        assertThat(errors()).isEqualTo("polyclinic: Unknown option: '--frob'\n");
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        Map<String, String> environment =
                Map.of("POLYCLINIC_HOME", root.resolve("home").toString());
        ImagesProgram program = new ImagesProgram(
                root,
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return ImagesProgram.run(program, arguments);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8).replaceAll("(?m)^(Making|Pushing) .*\n", "");
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file.substring(0, file.lastIndexOf('/') + 1)));
        Files.writeString(root.resolve(file), text);
    }
}
