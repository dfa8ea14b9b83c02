package polyclinic.notes.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.Problem;

class SourceAnchorsTest {
    private static final Document CONTENT = plan("Rest. Fluids. Rest.");

    @Test
    void a_source_leads_to_a_text_of_the_content_or_a_piece_of_it() {
        Document content = new Document("exam", new Document("findings", List.of("clear", new Document("a", "b"))));
        for (NoteSource good : List.of(
                source("exam.findings.0", null, null),
                source("exam.findings.0", 0, 5),
                source("exam.findings.1.a", 0, 1)))
            assertThatCode(() -> SourceAnchors.require(List.of(good), content)).doesNotThrowAnyException();
        for (NoteSource bad : List.of(
                source("exam.findings.0", 0, 6),
                source("exam.findings.0", 2, 2),
                source("exam.findings.0", null, 2),
                source("exam.findings.0", 2, null)))
            assertThatThrownBy(() -> SourceAnchors.require(List.of(bad), content))
                    .isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exam",
                "exam.findings",
                "exam.findings.2",
                "exam.findings.-1",
                "exam.findings.x",
                ".",
                "exam..a",
                "other"
            })
    void what_leads_to_no_text_is_refused(String path) {
        Document content = new Document("exam", new Document("findings", List.of("clear")));

        assertThatThrownBy(() -> SourceAnchors.require(List.of(source(path, null, null)), content))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.members().toString()).contains("sources[0].path"));
    }

    @Test
    void a_piece_is_followed_to_where_it_stands_now() {
        assertThat(followed(source("plan", 6, 13), "Home today. Rest. Fluids. Rest."))
                .containsExactly(source("plan", 18, 25));
        assertThat(followed(source("plan", 6, 13), "Fluids.")).containsExactly(source("plan", 0, 7));
        assertThat(followed(source("plan", 14, 19), "Rest. Many fluids. Rest."))
                .as("the nearer of two")
                .containsExactly(source("plan", 19, 24));
    }

    @Test
    void what_says_something_else_now_leads_to_no_sound() {
        assertThat(followed(source("plan", 6, 13), "Rest. No fluids.")).isEmpty();
        assertThat(followed(source("plan", null, null), "Surgery.")).isEmpty();
        assertThat(SourceAnchors.follow(List.of(source("plan", null, null)), CONTENT, new Document("other", "x")))
                .isEmpty();
    }

    @Test
    void a_whole_text_is_a_piece_when_something_was_added_to_it() {
        assertThat(followed(source("plan", null, null), "Rest. Fluids. Rest."))
                .containsExactly(source("plan", null, null));
        assertThat(followed(source("plan", null, null), "First: Rest. Fluids. Rest. And tea."))
                .containsExactly(source("plan", 7, 26));
    }

    private static final UUID TRANSCRIPT = UUID.randomUUID();
    private static final UUID SEGMENT = UUID.randomUUID();

    private static List<NoteSource> followed(NoteSource source, String plan) {
        return SourceAnchors.follow(List.of(source), CONTENT, plan(plan));
    }

    private static Document plan(String text) {
        return new Document("plan", text);
    }

    private static NoteSource source(String path, @Nullable Integer start, @Nullable Integer end) {
        return new NoteSource(path, start, end, TRANSCRIPT, List.of(SEGMENT));
    }
}
