package polyclinic.prescription.formulary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MedicationTextTest {
    @Test
    void case_accents_spaces_and_punctuation_make_no_other_medicine() {
        assertThat(MedicationText.identity("Amoxicillin", "Capsule", "500mg"))
                .isEqualTo(MedicationText.identity(" amoxicillín ", "CAPSULE.", "500  mg"));
    }

    @Test
    void a_decimal_point_makes_another() {
        assertThat(MedicationText.identity("Warfarin", "tablet", "2.5 mg"))
                .isNotEqualTo(MedicationText.identity("Warfarin", "tablet", "25 mg"))
                .isEqualTo(MedicationText.identity("Warfarin", "tablet", "2,5 mg"));
    }

    @Test
    void what_belongs_to_one_part_does_not_reach_into_the_next() {
        assertThat(MedicationText.identity("Insulin human", null, null))
                .isNotEqualTo(MedicationText.identity("Insulin", "human", null));
    }
}
