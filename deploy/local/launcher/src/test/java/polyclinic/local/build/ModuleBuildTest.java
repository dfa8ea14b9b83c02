package polyclinic.local.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleBuildTest {
    @TempDir
    Path sources;

    @Test
    void a_source_changed_after_the_build_makes_it_stale() throws Exception {
        Path source = Files.writeString(sources.resolve("Booking.java"), "class Booking {}");
        FileTime built = Files.getLastModifiedTime(source);
        Files.setLastModifiedTime(sources, FileTime.fromMillis(0));

        assertThat(ModuleBuild.isNewer(sources, built)).isFalse();

        Files.setLastModifiedTime(source, FileTime.fromMillis(built.toMillis() + 1000));

        assertThat(ModuleBuild.isNewer(sources, built)).isTrue();
    }

    @Test
    void a_missing_network_is_reported() {
        String explanation =
                ModuleBuild.explain(List.of("[ERROR] Could not transfer artifact x:y:jar:1"), Path.of("build.log"));

        assertThat(explanation).contains("needs the network").contains("build.log");
    }

    @Test
    void a_compile_error_is_shown() {
        String explanation = ModuleBuild.explain(
                List.of("[INFO] fine", "[ERROR] Booking.java:[1,2] ';' expected"), Path.of("build.log"));

        assertThat(explanation).contains("';' expected").doesNotContain("fine");
    }

    @Test
    void dev_mode_needs_maven_3_9() {
        assertThat(Maven.isNewEnough("Apache Maven 3.8.7")).isFalse();
        assertThat(Maven.isNewEnough("Apache Maven 3.9.11 (abc)")).isTrue();
        assertThat(Maven.isNewEnough("Apache Maven 4.0.0")).isTrue();
    }
}
