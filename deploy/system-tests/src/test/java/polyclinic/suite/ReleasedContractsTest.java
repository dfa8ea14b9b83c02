package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasedContractsTest {
    private static final LocalDate BEFORE_THE_END = LocalDate.of(2027, 5, 31);
    private static final LocalDate END = LocalDate.of(2027, 6, 1);
    private static final String PATIENTS = operation("/patients", "");
    private static final String QUEUE = operation(
            "/queue", "\"deprecated\": true, \"x-deprecated-since\": \"2026-12-01\", \"x-sunset\": \"2027-06-01\",");

    @TempDir
    Path repository;

    @Test
    void clients_of_the_last_release_find_what_it_promised() throws Exception {
        assertThat(new ReleasedContracts(LocalStack.ROOT, LocalDate.now()).broken())
                .isEmpty();
    }

    @Test
    void before_the_first_release_nothing_is_promised() throws Exception {
        git("init", "-q");
        contract(PATIENTS);

        assertThat(brokenOn(END)).isEmpty();
    }

    @Test
    void what_is_new_breaks_nobody() throws Exception {
        released(PATIENTS);
        contract(PATIENTS + "," + QUEUE);

        assertThat(brokenOn(END)).isEmpty();
    }

    @Test
    void what_is_gone_without_a_word_is_found() throws Exception {
        released(PATIENTS + "," + operation("/queue", ""));
        contract(PATIENTS);

        assertThat(brokenOn(END)).containsExactly("contracts/openapi/clinic.json since v1.0.0");
    }

    @Test
    void what_was_deprecated_goes_on_the_day_that_was_told() throws Exception {
        released(PATIENTS + "," + QUEUE);
        contract(PATIENTS);

        assertThat(brokenOn(BEFORE_THE_END)).hasSize(1);
        assertThat(brokenOn(END)).isEmpty();
    }

    private List<String> brokenOn(LocalDate day) throws Exception {
        return new ReleasedContracts(repository, day).broken();
    }

    private void released(String paths) throws Exception {
        git("init", "-q");
        contract(paths);
        git("add", ".");
        git("-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "-q", "-m", "Release");
        git("tag", "v1.0.0");
    }

    private void contract(String paths) throws Exception {
        Path file =
                Files.createDirectories(repository.resolve("contracts/openapi")).resolve("clinic.json");
        Files.writeString(
                file,
                "{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"Clinic\", \"version\": \"1\"}, \"paths\": {" + paths
                        + "}}");
    }

    private static String operation(String path, String members) {
        return "\"" + path + "\": {\"get\": {" + members + " \"responses\": {\"200\": {\"description\": \"OK\"}}}}";
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .directory(repository.toFile())
                .inheritIO()
                .start();
        assertThat(git.waitFor()).isZero();
    }
}
