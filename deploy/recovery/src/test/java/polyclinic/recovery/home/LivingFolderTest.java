package polyclinic.recovery.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivingFolderTest {
    @TempDir
    private Path folder;

    @Test
    void what_vanishes_while_it_is_looked_through_is_passed_over() throws IOException {
        Path dropped = Files.createDirectories(folder.resolve("base/16384"));
        Files.writeString(folder.resolve("base/1259"), "stays");

        List<Path> found = LivingFolder.paths(folder, path -> {
            if (path.equals(dropped)) {
                delete(dropped);
            }
            return false;
        });

        assertThat(found).contains(folder.resolve("base"), folder.resolve("base/1259"));
    }

    @Test
    void folders_that_are_passed_over_are_not_looked_into() throws IOException {
        Files.createDirectories(folder.resolve("mongo/data/deep"));
        Files.writeString(folder.resolve("mongo/secrets.properties"), "kept");

        assertThat(LivingFolder.paths(folder, path -> path.endsWith("data")))
                .containsExactlyInAnyOrder(folder.resolve("mongo"), folder.resolve("mongo/secrets.properties"));
    }

    @Test
    void a_folder_that_is_not_there_at_all_is_an_error() {
        assertThatThrownBy(() -> LivingFolder.paths(folder.resolve("absent"), path -> false))
                .isInstanceOf(NoSuchFileException.class);
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
