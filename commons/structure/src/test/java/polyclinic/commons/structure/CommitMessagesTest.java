package polyclinic.commons.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code .githooks/commit-msg} asks of a message, of all commits since it does. */
class CommitMessagesTest {
    private static final String LAST_BEFORE_THE_RULE = "3c17859abe0fceee9af1584947a2d147001dc5a3";
    private static final int MAX_SUBJECT_LENGTH = 72;

    @Test
    void subjects_are_short() throws Exception {
        assumeThat(git("rev-parse", "--verify", "--quiet", LAST_BEFORE_THE_RULE + "^{commit}"))
                .as("history that reaches back to the rule's beginning")
                .isNotEmpty();

        assertThat(git("log", "--format=%s", LAST_BEFORE_THE_RULE + "..HEAD"))
                .allSatisfy(
                        subject -> assertThat(subject.length()).as(subject).isLessThanOrEqualTo(MAX_SUBJECT_LENGTH));
    }

    private static List<String> git(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder("git");
        command.command().addAll(List.of(arguments));
        Process git = command.directory(
                        Path.of(System.getProperty("polyclinic.root", ".")).toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        git.waitFor();
        return lines;
    }
}
