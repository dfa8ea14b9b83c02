package polyclinic.local.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that PostgreSQL archives its log by. */
class WalArchiveTest {
    @TempDir
    Path dir;

    private Path script;
    private Path archive;

    @BeforeEach
    void unpack() throws IOException {
        script = dir.resolve("archive-wal.sh");
        archive = Files.createDirectory(dir.resolve("it's an archive"));
        try (InputStream packed = Postgres.class.getResourceAsStream("archive-wal.sh")) {
            Files.copy(packed, script);
        }
    }

    @Test
    void a_segment_is_archived_whole_and_the_same_again_is_success() throws Exception {
        Path segment = segment(1, "log");

        int first = archived(segment, 8);
        int again = archived(segment, 8);

        assertThat(List.of(first, again)).containsOnly(0);
        assertThat(names()).containsExactly(name(1));
        assertThat(archive.resolve(name(1))).hasContent("log");
    }

    @Test
    void what_is_there_is_never_written_over() throws Exception {
        archived(segment(1, "log"), 8);

        int other = archived(segment(1, "another"), 8);

        assertThat(other).isNotZero();
        assertThat(archive.resolve(name(1))).hasContent("log");
    }

    @Test
    void what_a_crash_left_half_written_does_not_count() throws Exception {
        Files.writeString(archive.resolve("." + name(1) + ".part"), "lo");

        assertThat(archived(segment(1, "log"), 8)).isZero();

        assertThat(archive.resolve(name(1))).hasContent("log");
    }

    @Test
    void a_folder_that_is_not_there_makes_it_fail_so_that_postgres_keeps_the_segment() throws Exception {
        Files.delete(archive);

        assertThat(archived(segment(1, "log"), 8)).isNotZero();
    }

    @Test
    void no_more_than_the_newest_segments_are_kept_and_histories() throws Exception {
        Files.writeString(archive.resolve("00000002.history"), "1");
        for (int number = 1; number <= 6; number++) archived(segment(number, "log " + number), 3);

        assertThat(names()).containsExactly(name(4), name(5), name(6), "00000002.history");
    }

    private static String name(int number) {
        return "0000000100000000%08X".formatted(number);
    }

    private Path segment(int number, String text) throws IOException {
        return Files.writeString(Files.createDirectories(dir.resolve("pg_wal")).resolve(name(number)), text);
    }

    private int archived(Path segment, int most) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        "sh",
                        script.toString(),
                        segment.toString(),
                        segment.getFileName().toString(),
                        archive.toString(),
                        "" + most)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("output").toFile())
                .start()
                .waitFor();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(archive)) {
            return new ArrayList<>(
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }
}
