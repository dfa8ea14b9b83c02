package polyclinic.prescription.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.prescription.projections.patients.AllergyList;
import polyclinic.prescription.projections.patients.KnownAllergy;
import polyclinic.prescription.safety.AllergyCheck.Candidate;
import polyclinic.prescription.safety.Check.Outcome;
import polyclinic.prescription.safety.Check.Reason;
import polyclinic.prescription.safety.Conflict.Basis;

class AllergyCheckTest {
    private static final String RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";

    private final AllergyCheck check = new AllergyCheck();

    @ParameterizedTest
    @CsvSource({
        "Penicillin, Amoxicillin 500 mg capsule, CLASS",
        "Penicillin, Phenoxymethylpenicillin, CLASS",
        "Penicillin, Penicillin V Potassium 250 MG Oral Tablet, NAME",
        "PENICILLIN, amoxicillin / clavulanate, CLASS",
        "Allergy to penicillin, Augmentin, CLASS",
        "Penicillin V, Flucloxacillin, CLASS",
        "Penicillin, Cefalexin 250 mg, CROSS_SENSITIVITY",
        "Penicillin, Cephalexin 250 mg, CROSS_SENSITIVITY",
        "Cefuroxime, Amoxicillin, CROSS_SENSITIVITY",
        "Penicillin, Meropenem, CROSS_SENSITIVITY",
        "Sulfa, Sulphamethoxazole and trimethoprim, CLASS",
        "Sulfonamide, Bactrim, CLASS",
        "Aspirin, Ibuprofen 400 MG, CROSS_SENSITIVITY",
        "Ibuprofen, ibuprofen 100 mg/5 ml suspension, NAME",
        "NSAID, Naproxen sodium 220 MG Oral Tablet, CLASS",
        "Diclofenac, Etoricoxib, CROSS_SENSITIVITY",
        "Lisinopril, Enalapril, CLASS",
        "Codeine, Morphine sulfate, CLASS",
        "Codéine, Codeine phosphate, NAME",
        "Foobarzole, Foobarzole 10 mg, NAME",
    })
    void a_medication_that_matches_an_allergy_is_a_conflict(String substance, String medication, Basis basis) {
        Check result = one(medication, allergy(substance));

        assertThat(result.outcome()).isEqualTo(Outcome.CONFLICT);
        assertThat(result.conflicts()).extracting(Conflict::basis).containsExactly(basis);
    }

    @ParameterizedTest
    @CsvSource({
        "Penicillin, Paracetamol 500 mg",
        "Penicillin, Azithromycin 250 mg",
        "Sulfa, Morphine sulfate 10 mg",
        "Grass pollen, Amoxicillin 500 mg",
        "House dust mite, Ibuprofen",
        "Beta blocker, Augmentin",
        "ACE inhibitor, Omeprazole 20 mg",
        "Omeprazole, Aripiprazole",
        "Atorvastatin, Nystatin 100000 units/ml oral suspension",
    })
    void a_known_medication_that_is_unrelated_to_every_allergy_passes(String substance, String medication) {
        Check result = one(medication, allergy(substance));

        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(result.reason()).isEqualTo(Reason.NO_MATCH);
    }

    @Test
    void equal_codes_of_one_system_conflict_whatever_the_names_say() {
        Candidate candidate = new Candidate(UUID.randomUUID(), "723", RXNORM, "Brand");
        KnownAllergy allergy = new KnownAllergy(UUID.randomUUID(), "723", RXNORM, "something else", "high");

        Check result = check.check(List.of(candidate), told(allergy)).get(0);

        assertThat(result.conflicts()).extracting(Conflict::basis).containsExactly(Basis.CODE);
    }

    @Test
    void equal_codes_of_different_systems_prove_nothing() {
        Candidate candidate = new Candidate(UUID.randomUUID(), "723", RXNORM, "Paracetamol");
        KnownAllergy allergy = new KnownAllergy(UUID.randomUUID(), "723", "http://snomed.info/sct", "Latex", "high");

        Check result = check.check(List.of(candidate), told(allergy)).get(0);

        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void different_codes_do_not_hide_a_conflict_of_names() {
        Candidate candidate = new Candidate(UUID.randomUUID(), "308182", RXNORM, "Amoxicillin 250 MG Oral Capsule");
        KnownAllergy allergy = new KnownAllergy(UUID.randomUUID(), "70618", RXNORM, "Penicillin", "high");

        Check result = check.check(List.of(candidate), told(allergy)).get(0);

        assertThat(result.outcome()).isEqualTo(Outcome.CONFLICT);
    }

    @Test
    void a_medication_outside_the_vocabulary_is_unchecked_and_never_passes() {
        Check result = one("Foobarzole 10 mg", allergy("Penicillin"));

        assertThat(result.outcome()).isEqualTo(Outcome.UNCHECKED);
        assertThat(result.reason()).isEqualTo(Reason.MEDICATION_NOT_IN_VOCABULARY);
    }

    @Test
    void a_combination_of_which_one_part_is_unknown_is_unchecked() {
        Check result = one("Paracetamol / Foobarzole", allergy("Penicillin"));

        assertThat(result.outcome()).isEqualTo(Outcome.UNCHECKED);
    }

    @Test
    void an_allergy_outside_the_vocabulary_leaves_every_medication_unchecked() {
        Check result = one("Paracetamol", allergy("Xylofantasin"));

        assertThat(result.outcome()).isEqualTo(Outcome.UNCHECKED);
        assertThat(result.reason()).isEqualTo(Reason.SUBSTANCE_NOT_IN_VOCABULARY);
    }

    @Test
    void allergies_that_could_not_be_read_leave_it_unchecked() {
        Candidate candidate = new Candidate(UUID.randomUUID(), null, null, "Paracetamol");

        Check result = check.check(List.of(candidate), null).get(0);

        assertThat(result.outcome()).isEqualTo(Outcome.UNCHECKED);
        assertThat(result.reason()).isEqualTo(Reason.ALLERGIES_UNAVAILABLE);
    }

    @Test
    void a_patient_without_recorded_allergies_is_unchecked_for_nobody_may_have_asked() {
        Candidate candidate = new Candidate(UUID.randomUUID(), null, null, "Foobarzole");

        Check result = check.check(List.of(candidate), told()).get(0);

        assertThat(result.outcome()).isEqualTo(Outcome.UNCHECKED);
        assertThat(result.reason()).isEqualTo(Reason.NO_ALLERGIES_RECORDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Paracetamol", "Foobarzole", "薬"})
    void stated_to_have_no_known_allergies_passes_whatever_is_prescribed(String medication) {
        Check result = check.check(List.of(candidate(medication)), new AllergyList(List.of(), true, true))
                .get(0);

        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(result.reason()).isEqualTo(Reason.NO_KNOWN_ALLERGIES);
    }

    @Test
    void the_statement_from_events_alone_does_not_pass() {
        Check result = check.check(List.of(candidate("Paracetamol")), new AllergyList(List.of(), true, false))
                .get(0);

        assertThat(result.outcome()).isEqualTo(Outcome.UNCHECKED);
        assertThat(result.reason()).isEqualTo(Reason.ALLERGIES_UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({"Amoxicillin, CONFLICT", "Paracetamol, PASSED", "Foobarzole, UNCHECKED"})
    void an_allergy_beside_the_statement_counts_as_if_it_were_not_there(String medication, Outcome outcome) {
        AllergyList both = new AllergyList(List.of(allergy("Penicillin")), true, true);

        assertThat(check.check(List.of(candidate(medication)), both).get(0).outcome())
                .isEqualTo(outcome);
    }

    @Test
    void allergies_from_events_alone_find_a_conflict_and_never_pass() {
        Candidate candidate = new Candidate(UUID.randomUUID(), null, null, "Amoxicillin");
        AllergyList matching = new AllergyList(List.of(allergy("Penicillin")), false, false);
        AllergyList other = new AllergyList(List.of(allergy("Latex")), false, false);

        assertThat(check.check(List.of(candidate), matching).get(0).outcome()).isEqualTo(Outcome.CONFLICT);
        assertThat(check.check(List.of(candidate), other).get(0).outcome()).isEqualTo(Outcome.UNCHECKED);
        assertThat(check.check(List.of(candidate), other).get(0).reason()).isEqualTo(Reason.ALLERGIES_UNAVAILABLE);
    }

    @Test
    void an_ingredient_of_the_formulary_matches_where_the_name_does_not() {
        Candidate candidate =
                new Candidate(UUID.randomUUID(), List.of(), "Curam 625", List.of("Amoxicillin", "Clavulanic acid"));

        Check result =
                check.check(List.of(candidate), told(allergy("Penicillin"))).get(0);

        assertThat(result.outcome()).isEqualTo(Outcome.CONFLICT);
        assertThat(result.conflicts()).extracting(Conflict::basis).containsExactly(Basis.CLASS);
        assertThat(check.check(List.of(candidate), told(allergy("Codeine")))
                        .get(0)
                        .outcome())
                .isEqualTo(Outcome.PASSED);
    }

    @ParameterizedTest
    @CsvSource({"'  '", "'123'", "'mg'", "'💊'", "'🙂 🙂'", "'薬'"})
    void odd_names_neither_break_the_check_nor_pass(String name) {
        Check result = one(name, allergy("Penicillin"));

        assertThat(result.outcome()).isEqualTo(Outcome.UNCHECKED);
    }

    private Check one(String medication, KnownAllergy allergy) {
        Candidate candidate = new Candidate(UUID.randomUUID(), null, null, medication);
        return check.check(List.of(candidate), told(allergy)).get(0);
    }

    private static Candidate candidate(String medication) {
        return new Candidate(UUID.randomUUID(), null, null, medication);
    }

    private static AllergyList told(KnownAllergy... allergies) {
        return new AllergyList(List.of(allergies), false, true);
    }

    private static KnownAllergy allergy(String name) {
        return new KnownAllergy(UUID.randomUUID(), null, null, name, "high");
    }
}
