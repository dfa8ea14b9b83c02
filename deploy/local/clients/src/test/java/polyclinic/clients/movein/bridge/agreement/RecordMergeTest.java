package polyclinic.clients.movein.bridge.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.clients.movein.bridge.agreement.RecordMerge.Comparison;
import polyclinic.clients.movein.bridge.agreement.RecordMerge.Step;
import polyclinic.clients.movein.bridge.agreement.RecordMerge.Whole;
import polyclinic.clients.movein.mapping.MoveTarget;

/** Every case of a field and of a record: who changed, who wrote last, and what was agreed on before. */
class RecordMergeTest {
    private static final AgreedState AGREED =
            AgreedState.none(MoveTarget.PATIENT, "1").agree("phone", "f1", "s1").agree("name", "f1", "s1");

    @Test
    void who_changed_alone_is_followed() {
        assertThat(step(AGREED, "f1", "s1", false)).isEqualTo(Step.SAME);
        assertThat(step(AGREED, "f2", "s1", false)).isEqualTo(Step.BRING_IN);
        assertThat(step(AGREED, "f1", "s2", false)).isEqualTo(Step.WRITE_OUT);
    }

    @Test
    void both_changed_to_the_same_is_agreed_and_to_different_values_a_conflict() {
        assertThat(step(AGREED, "f2", "s2", true)).isEqualTo(Step.AGREE);
        assertThat(step(AGREED, "f2", "s2", false)).isEqualTo(Step.CONFLICT);
    }

    @Test
    void fields_are_merged_one_by_one() {
        RecordMerge merge = RecordMerge.of(
                AGREED, Map.of("phone", "f2", "name", "f1"), Map.of("phone", "s1", "name", "s2"), never());

        assertThat(merge.fields()).containsEntry("phone", Step.BRING_IN).containsEntry("name", Step.WRITE_OUT);
    }

    @Test
    void what_another_program_wrote_over_with_what_it_had_read_before_is_written_again() {
        AgreedState written = AGREED.write("phone", "f1", "f2", "s2").written();

        assertThat(step(written, "f1", "s2", false)).isEqualTo(Step.WRITE_AGAIN);
        assertThat(step(written, "f1", "s3", false)).isEqualTo(Step.WRITE_AGAIN);
        assertThat(step(written, "f2", "s2", false)).isEqualTo(Step.SAME);
        assertThat(step(written, "f3", "s2", false)).isEqualTo(Step.BRING_IN);
    }

    @Test
    void a_kill_before_or_after_the_file_was_put_in_place_changes_nothing() {
        AgreedState announced = AGREED.write("phone", "f1", "f2", "s2");

        assertThat(step(announced, "f1", "s2", false)).isEqualTo(Step.WRITE_AGAIN);
        assertThat(step(announced, "f2", "s2", false)).isEqualTo(Step.SAME);
        assertThat(step(announced, "f3", "s2", false))
                .as("whether the other program saw what was written is not known")
                .isEqualTo(Step.CONFLICT);
    }

    @Test
    void a_kill_after_the_suite_took_a_change_brings_it_in_no_second_time() {
        assertThat(step(AGREED, "f2", "s2", true)).isEqualTo(Step.AGREE);
    }

    @Test
    void without_an_agreement_an_untouched_record_follows_the_file_and_a_changed_one_wins() {
        assertThat(first(false, true, false, false)).isEqualTo(Step.BRING_IN);
        assertThat(first(false, false, false, false)).isEqualTo(Step.CONFLICT);
        assertThat(first(true, false, false, false)).isEqualTo(Step.AGREE);
        assertThat(first(false, true, false, true))
                .as("what the suite adds by itself")
                .isEqualTo(Step.AGREE);
        assertThat(first(false, false, false, true)).isEqualTo(Step.WRITE_OUT);
        assertThat(first(false, false, true, false))
                .as("what the suite left out when it came in")
                .isEqualTo(Step.AGREE);
    }

    @Test
    void a_record_that_one_side_alone_has_is_brought_to_the_other() {
        assertThat(whole(null, Map.of("phone", "f"), null)).isEqualTo(Whole.CREATE);
        assertThat(whole(null, null, Map.of("phone", "s"))).isEqualTo(Whole.ADD);
    }

    @Test
    void a_record_that_is_gone_from_the_file_is_told_apart_from_one_that_was_written_over() {
        AgreedState added = AgreedState.none(MoveTarget.NOTE, "1").add(Map.of("text", "f"), Map.of("text", "s"));

        assertThat(whole(AGREED, null, Map.of("phone", "s1"))).isEqualTo(Whole.GONE);
        assertThat(whole(added, null, Map.of("text", "s"))).isEqualTo(Whole.ADD);
        assertThat(whole(added.written(), null, Map.of("text", "s"))).isEqualTo(Whole.ADD);
    }

    @Test
    void what_was_withdrawn_in_the_suite_is_taken_out_of_the_file_and_kept_when_it_was_changed_there() {
        AgreedState note = AgreedState.none(MoveTarget.NOTE, "1").agree("text", "f1", "s1");
        AgreedState removed = note.remove(Map.of("text", "f1")).written();

        assertThat(whole(note, Map.of("text", "f1"), null)).isEqualTo(Whole.REMOVE);
        assertThat(whole(note, Map.of("text", "f2"), null)).isEqualTo(Whole.REMOVE_CHANGED);
        assertThat(whole(removed, Map.of("text", "f1"), null)).isEqualTo(Whole.REMOVE);
        assertThat(whole(removed, null, null)).isEqualTo(Whole.NOTHING);
    }

    @Test
    void what_the_suite_refused_goes_back_as_the_suite_says_it() {
        AgreedState refused = AGREED.refuse("phone", "f2");

        assertThat(step(refused, "f2", "s1", false)).isEqualTo(Step.WRITE_OUT);
    }

    private static Whole whole(
            @Nullable AgreedState agreed, @Nullable Map<String, String> there, @Nullable Map<String, String> here) {
        return RecordMerge.of(agreed, there, here, never()).whole();
    }

    private static @Nullable Step step(AgreedState agreed, String there, String here, boolean same) {
        return RecordMerge.of(
                        agreed,
                        Map.of("phone", there),
                        Map.of("phone", here),
                        new Comparison(field -> same, false, field -> false, field -> false))
                .fields()
                .get("phone");
    }

    private static @Nullable Step first(boolean same, boolean untouched, boolean nothing, boolean nothingThere) {
        return RecordMerge.of(
                        null,
                        Map.of("phone", "f"),
                        Map.of("phone", "s"),
                        new Comparison(field -> same, untouched, field -> nothing, field -> nothingThere))
                .fields()
                .get("phone");
    }

    private static Comparison never() {
        return new Comparison(field -> false, false, field -> false, field -> false);
    }
}
