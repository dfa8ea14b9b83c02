package polyclinic.prescription.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.prescription.safety.Check.Kind;
import polyclinic.prescription.safety.Check.Outcome;
import polyclinic.prescription.safety.Check.Reason;
import polyclinic.prescription.safety.SafetyTables.Interaction;
import polyclinic.prescription.safety.SafetyTables.Knowledge;
import polyclinic.prescription.safety.SafetyTables.Severity;
import polyclinic.prescription.safety.TherapyCheck.Medicine;

class TherapyCheckTest {
    private final TherapyCheck check = new TherapyCheck(new Knowledge(
            Map.of(
                    "warfarin", Set.of("B01AA03"),
                    "ibuprofen", Set.of("M01AE01"),
                    "naproxen", Set.of("M01AE02"),
                    "diclofenac", Set.of("M01AB05"),
                    "paracetamol", Set.of("N02BE01"),
                    "metformin", Set.of("A10BA02")),
            List.of(
                    new Interaction("atc:M01A", "warfarin", Severity.MODERATE, "by class"),
                    new Interaction("diclofenac", "warfarin", Severity.MAJOR, "by name"),
                    new Interaction("paracetamol", "warfarin", Severity.MINOR, "seldom"))));

    @Test
    void an_interaction_of_a_class_is_found_on_either_side() {
        assertThat(interaction(item("warfarin"), item("ibuprofen")).outcome()).isEqualTo(Outcome.CONFLICT);
        assertThat(interaction(item("ibuprofen"), item("warfarin")).outcome()).isEqualTo(Outcome.CONFLICT);
    }

    @Test
    void the_gravest_of_several_counts() {
        Check found = interaction(item("diclofenac"), item("warfarin"));

        assertThat(found.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.severity()).isEqualTo(Severity.MAJOR);
            assertThat(conflict.mechanism()).isEqualTo("by name");
            assertThat(conflict.substance()).isEqualTo("warfarin");
        });
    }

    @Test
    void a_minor_one_is_written_down_and_passes() {
        Check found = interaction(item("paracetamol"), item("warfarin"));

        assertThat(found.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(found.reason()).isEqualTo(Reason.MINOR_MATCH);
        assertThat(found.conflicts()).hasSize(1);
    }

    @Test
    void an_unknown_substance_on_either_side_is_unchecked_never_passed() {
        assertThat(interaction(item("foobarzole"), item("warfarin")).reason())
                .isEqualTo(Reason.MEDICATION_NOT_IN_TABLES);
        assertThat(interaction(item("metformin"), item("foobarzole")).reason())
                .isEqualTo(Reason.OTHER_MEDICATION_NOT_IN_TABLES);
        assertThat(interaction(item("metformin", "foobarzole"), item("warfarin"))
                        .outcome())
                .isEqualTo(Outcome.UNCHECKED);
        assertThat(check.check(List.of(new Medicine(UUID.randomUUID(), "?", Set.of())), List.of()))
                .extracting(Check::outcome)
                .containsExactly(Outcome.UNCHECKED, Outcome.UNCHECKED);
    }

    @Test
    void the_same_substance_or_chemical_subgroup_twice_is_duplicate_therapy() {
        assertThat(duplicate(item("ibuprofen", "paracetamol"), item("paracetamol"))
                        .outcome())
                .isEqualTo(Outcome.CONFLICT);
        assertThat(duplicate(item("ibuprofen"), item("naproxen")).outcome()).isEqualTo(Outcome.CONFLICT);
        assertThat(duplicate(item("foobarzole"), item("foobarzole")).outcome()).isEqualTo(Outcome.CONFLICT);
        assertThat(duplicate(item("ibuprofen"), item("metformin")).outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void two_items_of_one_prescription_conflict_once_and_name_each_other() {
        Medicine warfarin = item("warfarin");
        Medicine ibuprofen = item("ibuprofen");

        List<Check> conflicts = check.check(List.of(warfarin, ibuprofen), List.of()).stream()
                .filter(found -> found.outcome() == Outcome.CONFLICT)
                .toList();

        assertThat(conflicts).singleElement().satisfies(found -> {
            assertThat(found.itemId()).isEqualTo(warfarin.itemId());
            assertThat(found.conflicts().get(0).otherItemId()).isEqualTo(ibuprofen.itemId());
        });
    }

    private Check interaction(Medicine item, Medicine taken) {
        return one(Kind.INTERACTION, item, taken);
    }

    private Check duplicate(Medicine item, Medicine taken) {
        return one(Kind.DUPLICATE_THERAPY, item, taken);
    }

    private Check one(Kind kind, Medicine item, Medicine taken) {
        Medicine elsewhere = new Medicine(null, taken.name(), taken.substances());
        return check.check(List.of(item), List.of(elsewhere)).stream()
                .filter(found -> found.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static Medicine item(String... substances) {
        return new Medicine(UUID.randomUUID(), String.join(" ", substances), new TreeSet<>(Set.of(substances)));
    }
}
