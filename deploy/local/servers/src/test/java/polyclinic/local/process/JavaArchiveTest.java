package polyclinic.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who writes a program's archive, who uses it, and what stays of those before. */
class JavaArchiveTest {
    @TempDir
    Path folder;

    @Test
    void of_two_processes_of_a_program_one_writes_and_then_both_use_it() throws IOException {
        JavaArchive one = new JavaArchive(folder, "patient-service", null);
        JavaArchive other = new JavaArchive(folder, "patient-service", null);

        List<String> writing = one.flags("a");

        assertThat(one.isRecording()).isTrue();
        assertThat(other.flags("a")).isEmpty();
        assertThat(other.isRecording()).isFalse();

        end(one, writing);

        assertThat(one.flags("a")).isEqualTo(other.flags("a")).isNotEqualTo(writing);
        assertThat(one.isRecording()).isFalse();
    }

    @Test
    void who_only_uses_one_records_none() throws IOException {
        JavaArchive user = new JavaArchive(folder, "kafka", null);
        JavaArchive writer = new JavaArchive(folder, "kafka", null);

        assertThat(user.flagsToUse("a")).isEmpty();
        assertThat(user.isRecording()).isFalse();
        List<String> writing = writer.flags("a");
        assertThat(writer.isRecording()).isTrue();

        end(writer, writing);

        assertThat(user.flagsToUse("a")).isNotEmpty().isEqualTo(writer.flags("a"));
        assertThat(user.flagsToUse("b")).isEmpty();
    }

    @Test
    void a_class_data_archive_is_used_by_all_but_those_who_record_a_better_one() throws IOException {
        JavaArchive quick = new JavaArchive(folder, "kafka", "classes");
        List<String> writing = quick.flags("a");
        assertThat(writing.get(0)).startsWith("-XX:ArchiveClassesAtExit=");

        end(quick, writing);

        assertThat(quick.flags("a").get(0)).startsWith("-XX:SharedArchiveFile=");
        assertThat(new JavaArchive(folder, "kafka", "off").flags("a")).isEqualTo(quick.flags("a"));
        assertThat(new JavaArchive(folder, "kafka", null).flagsToUse("a")).isEqualTo(quick.flags("a"));
        JavaArchive best = new JavaArchive(folder, "kafka", null);
        best.flags("a");
        assertThat(best.isRecording()).isEqualTo(Jdk.newest().feature() >= 25);
    }

    @Test
    void who_starts_again_is_still_the_one_to_write() {
        JavaArchive one = new JavaArchive(folder, "patient-service", null);
        one.flags("a");

        assertThat(one.flags("a")).isNotEmpty();
        assertThat(one.isRecording()).isTrue();
    }

    @Test
    void when_nothing_was_written_the_next_one_may() {
        JavaArchive one = new JavaArchive(folder, "patient-service", null);
        one.flags("a");
        one.keep();
        JavaArchive other = new JavaArchive(folder, "patient-service", null);

        assertThat(other.flags("a")).isNotEmpty();
        assertThat(other.isRecording()).isTrue();
    }

    @Test
    void two_releases_take_turns_and_a_third_pushes_out_the_one_not_used_for_longest() throws IOException {
        JavaArchive archive = new JavaArchive(folder, "gateway", null);
        for (String release : List.of("a", "b")) end(archive, archive.flags(release));
        assertThat(isWritten(archive, "a")).isTrue();
        assertThat(isWritten(archive, "b")).isTrue();
        assertThat(isWritten(archive, "a")).isTrue();

        end(archive, archive.flags("c"));

        assertThat(isWritten(archive, "b")).isFalse();
        assertThat(isWritten(archive, "a")).isTrue();
        assertThat(isWritten(archive, "c")).isTrue();
    }

    @Test
    void another_programs_archives_stay() throws IOException {
        JavaArchive other = new JavaArchive(folder, "gateway-proxy", null);
        end(other, other.flags("a"));
        JavaArchive archive = new JavaArchive(folder, "gateway", null);
        for (String release : List.of("a", "b", "c")) end(archive, archive.flags(release));

        assertThat(isWritten(other, "a")).isTrue();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }
    }

    /** As a program does that was told where to write. */
    private static void end(JavaArchive archive, List<String> flags) throws IOException {
        String flag = flags.get(0);
        Files.writeString(Path.of(flag.substring(flag.indexOf('=') + 1)), "classes");
        archive.keep();
    }

    private static boolean isWritten(JavaArchive archive, String release) {
        archive.flags(release);
        boolean written = !archive.isRecording();
        archive.keep();
        return written;
    }
}
