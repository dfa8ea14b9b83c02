package polyclinic.notes.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.Problem;
import polyclinic.notes.events.NoteStatus;
import polyclinic.notes.events.NoteType;

class NoteTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(60);
    private static final Caller DOCTOR = caller("doctor", "doctor");
    private static final Caller OTHER_DOCTOR = caller("doctor2", "doctor");
    private static final Caller NURSE = caller("nurse", "nurse");
    private static final Caller OTHER_NURSE = caller("nurse2", "nurse");

    @Test
    void a_note_begins_as_a_draft_of_its_author() {
        Note note = draftBy(NURSE);

        assertThat(note.status()).isEqualTo(NoteStatus.DRAFT);
        assertThat(note.version()).isEqualTo(1);
        assertThat(note.author().subject()).isEqualTo("nurse");
        assertThat(note.searchTerms().terms()).contains("cough", "fluids");
    }

    @ParameterizedTest
    @ValueSource(strings = {"subjective", "objective", "assessment", "plan"})
    void a_soap_note_needs_each_of_its_parts(String part) {
        ObjectNode content = soap();
        content.remove(part);

        assertThatThrownBy(() -> Note.draft(UUID.randomUUID(), NoteType.SOAP, text(content), DOCTOR, NOON))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.members().toString()).contains("content." + part));
    }

    @Test
    void a_soap_note_cannot_lose_a_part_by_an_edit() {
        Note note = draftBy(DOCTOR);
        ObjectNode content = soap();
        content.remove("plan");

        assertThatThrownBy(() -> note.edit(text(content), DOCTOR, true, LATER)).isInstanceOf(Problem.class);
    }

    @Test
    void other_notes_are_free_in_form_but_not_empty() {
        Note note = Note.draft(
                UUID.randomUUID(),
                NoteType.MANUAL,
                text(Json.MAPPER.createObjectNode().put("a", 1)),
                DOCTOR,
                NOON);

        assertThat(note.type()).isEqualTo(NoteType.MANUAL);
        assertThatThrownBy(() -> note.edit(text(Json.MAPPER.createObjectNode()), DOCTOR, true, LATER))
                .isInstanceOf(Problem.class);
    }

    @Test
    void an_edit_counts_up_and_names_what_changed() {
        Note note = draftBy(DOCTOR);

        List<String> changed = note.edit(text(soap().put("plan", "rest").put("extra", "x")), DOCTOR, true, LATER);

        assertThat(changed).containsExactly("content.extra", "content.plan");
        assertThat(note.version()).isEqualTo(2);
        assertThat(note.textVersion()).isEqualTo(2);
        assertThat(note.searchTerms().terms()).contains("rest").doesNotContain("fluids");
    }

    @Test
    void the_same_text_again_is_no_edit() {
        Note note = draftBy(DOCTOR);

        List<String> changed = note.edit(text(soap()), DOCTOR, true, LATER);

        assertThat(changed).isEmpty();
        assertThat(note.version()).isEqualTo(1);
    }

    @Test
    void another_nurse_does_not_edit_a_draft_and_a_doctor_does() {
        Note note = draftBy(NURSE);

        assertThatThrownBy(() -> note.edit(text(soap().put("plan", "x")), OTHER_NURSE, false, LATER))
                .isInstanceOf(NotTheAuthor.class);
        assertThat(note.edit(text(soap().put("plan", "x")), DOCTOR, true, LATER))
                .isNotEmpty();
    }

    @Test
    void a_nurse_signs_what_they_wrote_and_a_doctor_any() {
        assertThatThrownBy(() -> draftBy(NURSE).sign(OTHER_NURSE, false, LATER)).isInstanceOf(NotTheAuthor.class);
        draftBy(NURSE).sign(NURSE, false, LATER);
        draftBy(NURSE).sign(OTHER_DOCTOR, true, LATER);
    }

    @Test
    void a_signed_note_never_changes() {
        Note note = draftBy(DOCTOR);
        note.sign(DOCTOR, true, LATER);

        assertThatThrownBy(() -> note.edit(text(soap().put("plan", "x")), DOCTOR, true, LATER))
                .isInstanceOf(NoteSigned.class);
        assertThatThrownBy(() -> note.sign(DOCTOR, true, LATER)).isInstanceOf(NoteSigned.class);
        assertThat(note.version()).isEqualTo(2);
        assertThat(note.textVersion()).isEqualTo(1);
    }

    @Test
    void an_addendum_completes_a_signed_note_and_is_found_with_it() {
        Note note = draftBy(DOCTOR);
        note.sign(DOCTOR, true, NOON);

        note.add("Culture grew streptococcus", NURSE, LATER);

        assertThat(note.addenda())
                .singleElement()
                .satisfies(addendum -> assertThat(addendum.author().subject()).isEqualTo("nurse"));
        assertThat(note.searchTerms().terms()).contains("cough", "streptococcus");
        assertThat(note.version()).isEqualTo(3);
        assertThat(note.textVersion()).isEqualTo(1);
    }

    @Test
    void a_draft_takes_no_addenda() {
        assertThatThrownBy(() -> draftBy(DOCTOR).add("x", DOCTOR, LATER)).isInstanceOf(NoteNotSigned.class);
    }

    @Test
    void addenda_have_a_limit() {
        Note note = draftBy(DOCTOR);
        note.sign(DOCTOR, true, NOON);
        for (int i = 0; i < 100; i++) note.add("addendum", DOCTOR, LATER);

        assertThatThrownBy(() -> note.add("one too many", DOCTOR, LATER)).isInstanceOf(Problem.class);
    }

    private static Note draftBy(Caller caller) {
        return Note.draft(UUID.randomUUID(), NoteType.SOAP, text(soap()), caller, NOON);
    }

    private static NoteText text(ObjectNode content) {
        return new NoteText(content, null, null, null);
    }

    private static ObjectNode soap() {
        return Json.MAPPER
                .createObjectNode()
                .put("subjective", "Cough for three days")
                .put("objective", "Chest clear")
                .put("assessment", "Viral infection")
                .put("plan", "Fluids");
    }

    private static Caller caller(String subject, String role) {
        return new Caller(subject, subject, Set.of(role), null, null, null);
    }
}
