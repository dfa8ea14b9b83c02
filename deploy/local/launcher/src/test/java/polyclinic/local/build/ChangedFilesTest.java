package polyclinic.local.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.terminal.UserError;

class ChangedFilesTest {
    @TempDir
    Path root;

    @BeforeEach
    void a_checkout_with_two_commits() throws Exception {
        git("init", "--quiet");
        write("first.txt", "1");
        commit();
        write("second.txt", "1");
        commit();
    }

    @Test
    void a_clean_checkout_has_none() {
        assertThat(ChangedFiles.since(root, "HEAD")).isEmpty();
    }

    @Test
    void edited_deleted_staged_and_unknown_files_count_and_ignored_ones_do_not() throws Exception {
        write(".gitignore", "target/\n");
        write("first.txt", "2");
        Files.delete(root.resolve("second.txt"));
        write("staged.txt", "1");
        git("add", "staged.txt");
        write("target/built.txt", "1");

        assertThat(ChangedFiles.since(root, "HEAD"))
                .containsExactly(".gitignore", "first.txt", "second.txt", "staged.txt");
    }

    @Test
    void files_committed_since_the_revision_count() {
        assertThat(ChangedFiles.since(root, "HEAD~1")).containsExactly("second.txt");
    }

    @Test
    void a_moved_file_counts_in_both_places() throws Exception {
        git("mv", "first.txt", "third.txt");

        assertThat(ChangedFiles.since(root, "HEAD")).containsExactly("first.txt", "third.txt");
    }

    @Test
    void an_unknown_revision_is_reported() {
        assertThatThrownBy(() -> ChangedFiles.since(root, "no-such-branch"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no-such-branch");
    }

    private void commit() throws Exception {
        git("add", ".");
        git("-c", "user.name=test", "-c", "user.email=test@polyclinic.example", "commit", "--quiet", "-m", "change");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).directory(root.toFile()).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }
}
