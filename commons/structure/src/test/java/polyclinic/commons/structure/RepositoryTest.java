package polyclinic.commons.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds for the repository as a whole. */
class RepositoryTest {
    /** Names that two modules may give to things of the same meaning. None so far. */
    private static final Set<String> EXCEPTIONS = Set.of();

    @Test
    void a_name_means_one_thing_in_the_whole_repository() {
        Map<String, Set<String>> twice =
                Names.declaredTwice(SourceTree.ofRepository().mainTypes());

        twice.keySet().removeAll(EXCEPTIONS);

        assertThat(twice).isEmpty();
    }

    @Test
    void types_are_imported_and_not_written_out() {
        assertThat(SourceTree.ofRepository().files().stream()
                        .filter(file -> file.path().endsWith(".java"))
                        .flatMap(file -> file.writtenOutTypes().stream().map(type -> file.path() + ": " + type)))
                .isEmpty();
    }

    /** A kept connection that is closed for its silence in the moment in which it is used again breaks a request for nothing. */
    @Test
    void kept_connections_are_given_up_before_they_are_closed_for_silence() {
        assertThat(SourceTree.ofRepository().mainTypes().stream()
                        .filter(file -> file.text().contains("new HttpClientOptions(")
                                && file.text().contains(".setIdleTimeout(")
                                && !file.text().contains(".setKeepAliveTimeout("))
                        .map(SourceFile::path))
                .isEmpty();
    }
}
