package polyclinic.images.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.images.archive.OciArchive;
import polyclinic.images.content.ImageContent;
import polyclinic.images.content.SuiteImage;

class ImageAssemblyTest {
    private static final SuiteImage IMAGE =
            new SuiteImage("files", "files", "", List.of("/tmp", "/var/lib/polyclinic/uploads"), "Files of a test");

    @TempDir
    Path root;

    @Test
    void the_same_files_give_the_same_digest_whatever_their_time_and_mode() throws IOException {
        application(root.resolve("one"), "code");
        Path other = application(root.resolve("two"), "code");
        for (Path file : List.of(other.resolve("app/a.jar"), other.resolve("lib/main/b.jar"))) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
        }

        String first = write("one", "cache-1");
        String second = write("two", "cache-2");

        assertThat(second).isEqualTo(first).startsWith("sha256:");
    }

    @Test
    void other_files_give_another_digest() throws IOException {
        application(root.resolve("one"), "code");
        application(root.resolve("two"), "other code");

        assertThat(write("two", "cache")).isNotEqualTo(write("one", "cache"));
    }

    @Test
    void what_changes_seldom_lies_below_what_changes_often() throws IOException {
        application(root.resolve("one"), "code");
        application(root.resolve("two"), "other code");
        write("one", "cache");
        write("two", "cache");

        try (OciArchive one = OciArchive.open(archive("one"));
                OciArchive two = OciArchive.open(archive("two"))) {
            assertThat(one.layers()).hasSize(5);
            assertThat(two.layers().subList(0, 4)).isEqualTo(one.layers().subList(0, 4));
            assertThat(two.layers().get(4)).isNotEqualTo(one.layers().get(4));
        }
    }

    @Test
    void files_are_roots_and_nobody_else_can_change_them_but_what_is_written_is_the_processs_own() throws IOException {
        application(root.resolve("one"), "code");
        write("one", "cache");

        List<TarArchiveEntry> entries = entries(archive("one"));

        assertThat(entries)
                .filteredOn(entry -> !entry.getName().equals("var/lib/polyclinic/uploads/"))
                .isNotEmpty()
                .allMatch(entry -> entry.getLongUserId() == 0 && (entry.getMode() & 022) == 0)
                .allMatch(entry -> entry.getLastModifiedTime().toInstant().equals(Instant.ofEpochSecond(1)));
        assertThat(entries)
                .filteredOn(entry -> entry.getName().equals("var/lib/polyclinic/uploads/"))
                .allMatch(entry -> entry.getLongUserId() == SuiteImage.USER && (entry.getMode() & 07777) == 0750)
                .hasSize(1);
        assertThat(entries).noneMatch(entry -> entry.getName().endsWith(".txt"));
    }

    @Test
    void the_configuration_says_who_runs_what_and_what_it_is() throws IOException {
        application(root.resolve("one"), "code");
        write("one", "cache");

        try (OciArchive archive = OciArchive.open(archive("one"))) {
            JsonNode all = archive.configuration();
            JsonNode run = all.path("config");
            assertThat(run.path("User").asText()).isEqualTo("1001:1001");
            assertThat(run.path("Entrypoint").toString())
                    .startsWith("[\"java\",\"-XX:MaxRAMPercentage=60\"")
                    .endsWith("\"-jar\",\"/app/quarkus-run.jar\"]");
            assertThat(run.path("Env").toString())
                    .contains(
                            "POLYCLINIC_HTTP_HOST=0.0.0.0",
                            "POLYCLINIC_MANAGEMENT_PORT=9000",
                            "POLYCLINIC_UPLOADS=/var/lib/polyclinic/uploads");
            assertThat(run.path("ExposedPorts").toString()).contains("8080/tcp", "9000/tcp");
            assertThat(run.path("Labels")
                            .path("org.opencontainers.image.version")
                            .asText())
                    .isEqualTo("1.2.3");
            assertThat(run.path("Labels")
                            .path("org.opencontainers.image.revision")
                            .asText())
                    .isEqualTo("abc");
            assertThat(run.path("Labels")
                            .path("org.opencontainers.image.licenses")
                            .asText())
                    .isEqualTo("Apache-2.0");
            assertThat(all.path("created").asText()).isEqualTo("1970-01-01T00:00:00Z");
        }
    }

    @Test
    void a_program_starts_from_its_jar_and_libraries_and_opens_no_port() throws IOException {
        SuiteImage image = new SuiteImage("copies", "files", "example.Main", List.of("/tmp"), "A program of a test");
        Path target = root.resolve("one/files/target");
        Files.createDirectories(target.resolve("lib"));
        Files.writeString(target.resolve("files-1.jar"), "code");
        Files.writeString(target.resolve("lib/b.jar"), "library");
        Files.writeString(target.resolve("lib/polyclinic-commons-core-1.jar"), "commons");

        assembly(BaseImage.SCRATCH, "cache")
                .write(new ImageContent(image, root.resolve("one")), "polyclinic/copies:1", archive("one"));

        try (OciArchive archive = OciArchive.open(archive("one"))) {
            JsonNode run = archive.configuration().path("config");
            assertThat(run.path("Entrypoint").toString())
                    .endsWith("\"-cp\",\"/app/app/*:/app/lib/*\",\"example.Main\"]");
            assertThat(run.path("ExposedPorts").size()).isZero();
            assertThat(archive.layers()).hasSize(3);
        }
        assertThat(entries(archive("one")))
                .extracting(TarArchiveEntry::getName)
                .contains("app/app/copies.jar", "app/lib/b.jar", "app/lib/polyclinic-commons-core-1.jar");
    }

    @Test
    void a_changed_archive_is_not_read() throws IOException {
        application(root.resolve("one"), "code");
        write("one", "cache");
        byte[] bytes = Files.readAllBytes(archive("one"));
        int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"User\":\"1001");
        bytes[place + "\"User\":\"".length()] = '0';
        Files.write(archive("one"), bytes);

        assertThatThrownBy(() -> OciArchive.open(archive("one")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was changed");
    }

    @Test
    void only_a_registry_on_this_machine_is_spoken_to_without_tls() {
        assertThat(Registries.isPlainAllowed(List.of("", "localhost:5000"))).isTrue();
        assertThat(Registries.isPlainAllowed(List.of("127.0.0.1:5000", "localhost:5000")))
                .isTrue();
        assertThat(Registries.isPlainAllowed(List.of("", "registry.example.org")))
                .isFalse();
        assertThat(Registries.isPlainAllowed(List.of("localhost.example.org:5000")))
                .isFalse();
        assertThatThrownBy(() -> Registries.isPlainAllowed(List.of("registry.example.org", "localhost:5000")))
                .isInstanceOf(ImageFailure.class);
    }

    @Test
    void a_base_that_is_neither_file_nor_image_is_refused_by_its_name() throws IOException {
        application(root.resolve("one"), "code");
        ImageAssembly assembly = assembly(new BaseImage("No such thing"), "cache");

        assertThatThrownBy(() -> assembly.write(content("one"), "polyclinic/files:1", archive("one")))
                .isInstanceOf(ImageFailure.class)
                .hasMessageContaining("\"No such thing\"");
    }

    private String write(String name, String cache) {
        return assembly(BaseImage.SCRATCH, cache).write(content(name), "polyclinic/files:1.2.3", archive(name));
    }

    private ImageAssembly assembly(BaseImage base, String cache) {
        return new ImageAssembly(
                base, 25, new ImageLabels("1.2.3", "abc", base.label()), root.resolve(cache), line -> {});
    }

    private ImageContent content(String name) {
        return new ImageContent(IMAGE, root.resolve(name));
    }

    private Path archive(String name) {
        return root.resolve(name + ".tar");
    }

    /** Returns the folder of an application as Quarkus packages it. */
    private static Path application(Path checkout, String code) throws IOException {
        Path folder = checkout.resolve("files/target/quarkus-app");
        for (String part : List.of("app", "quarkus", "lib/boot", "lib/main")) {
            Files.createDirectories(folder.resolve(part));
        }
        Files.writeString(folder.resolve("quarkus-run.jar"), "runner");
        Files.writeString(folder.resolve("quarkus-app-dependencies.txt"), "a list");
        Files.writeString(folder.resolve("app/a.jar"), code);
        Files.writeString(folder.resolve("quarkus/generated-bytecode.jar"), "made at build time");
        Files.writeString(folder.resolve("lib/boot/boot.jar"), "boot");
        Files.writeString(folder.resolve("lib/main/b.jar"), "library");
        Files.writeString(folder.resolve("lib/main/polyclinic.polyclinic-commons-core-1.jar"), "commons");
        return folder;
    }

    private static List<TarArchiveEntry> entries(Path archive) throws IOException {
        List<TarArchiveEntry> found = new ArrayList<>();
        try (OciArchive image = OciArchive.open(archive)) {
            for (String layer : image.layers()) {
                try (InputStream in = image.layer(layer);
                        TarArchiveInputStream files = new TarArchiveInputStream(in)) {
                    for (TarArchiveEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
                        found.add(entry);
                    }
                }
            }
        }
        return found;
    }
}
