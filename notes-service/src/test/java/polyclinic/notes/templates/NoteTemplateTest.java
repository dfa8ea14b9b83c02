package polyclinic.notes.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.Problem;
import polyclinic.notes.events.NoteType;

class NoteTemplateTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Caller DOCTOR = caller("doctor", "doctor");
    private static final Caller NURSE = caller("nurse", "nurse");
    private static final Caller ADMIN = caller("admin", "admin");

    private static final String CONTENT = """
            {"heart":"regular, no murmur","vitals":{"pulse":72,"rhythm":"sinus","regular":true},"tests":["ECG"],\
            "advice":"Come back when the pain is worse.","seen":null}""";

    @Test
    void a_note_has_the_form_and_nothing_of_what_stands_in_it() {
        assertThat(template(null).form()).isEqualTo(json("""
                        {"heart":"","vitals":{"pulse":null,"rhythm":"","regular":null},"tests":[],"advice":"","seen":null}"""));
    }

    @Test
    void what_is_no_finding_is_taken_over_where_the_author_says_so() {
        assertThat(template(List.of("advice")).form()).isEqualTo(json("""
                        {"heart":"","vitals":{"pulse":null,"rhythm":"","regular":null},"tests":[],\
                        "advice":"Come back when the pain is worse.","seen":null}"""));
    }

    @Test
    void only_members_that_there_are_can_be_prefilled_and_each_once() {
        for (List<String> wrong : List.of(List.of("liver"), List.of("advice", "advice")))
            assertThatThrownBy(() -> template(wrong)).isInstanceOfSatisfying(Problem.class, problem -> assertThat(
                            problem.members().toString())
                    .contains("prefilled"));
    }

    @Test
    void a_template_of_soap_notes_has_their_four_parts() {
        assertThatThrownBy(() -> NoteTemplate.of(text(NoteType.SOAP, CONTENT, null), DOCTOR, NOON))
                .isInstanceOf(Problem.class);
    }

    @Test
    void a_change_is_its_authors_or_an_administrators() {
        NoteTemplate template = template(null);

        assertThatThrownBy(() -> template.edit(text(NoteType.MANUAL, "{\"a\":1}", null), NURSE, NOON))
                .isInstanceOf(Problem.class);
        assertThat(template.edit(text(NoteType.MANUAL, CONTENT, null), DOCTOR, NOON))
                .isEmpty();
        assertThat(template.edit(text(NoteType.MANUAL, "{\"a\":1}", null), ADMIN, NOON))
                .containsExactly("content");
        assertThat(template.version()).isEqualTo(2);
        template.retire(DOCTOR, NOON);
        assertThatThrownBy(() -> template.edit(text(NoteType.MANUAL, CONTENT, null), DOCTOR, NOON))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.slug()).isEqualTo("template-retired"));
    }

    private static NoteTemplate template(@Nullable List<String> prefilled) {
        return NoteTemplate.of(text(NoteType.MANUAL, CONTENT, prefilled), DOCTOR, NOON);
    }

    private static NoteTemplateText text(NoteType type, String content, @Nullable List<String> prefilled) {
        return new NoteTemplateText("Chest pain", type, "Cardiology", json(content), prefilled, true);
    }

    private static ObjectNode json(String json) {
        try {
            return (ObjectNode) Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Caller caller(String subject, String role) {
        return new Caller(subject, subject, Set.of(role), null, null, null);
    }
}
