package polyclinic.prescription.safety;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.prescription.safety.Check.Kind;
import polyclinic.prescription.safety.Check.Outcome;
import polyclinic.prescription.safety.Check.Reason;
import polyclinic.prescription.safety.Conflict.Basis;
import polyclinic.prescription.safety.SafetyTables.Interaction;
import polyclinic.prescription.safety.SafetyTables.Knowledge;
import polyclinic.prescription.safety.SafetyTables.Severity;

/**
 * Checks medicines against each other: interactions, and duplicate therapy, which is the same substance or the same chemical
 * subgroup (ATC, fourth level) twice. It passes an item only where the tables know every substance on both sides; anything else is
 * {@code unchecked}.
 */
final class TherapyCheck {
    /** Of an ATC code: the chemical subgroup, as {@code M01AE}. */
    private static final int SUBGROUP_LENGTH = 5;

    private final Knowledge knowledge;

    TherapyCheck(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    /**
     * A medicine by what is in it.
     *
     * @param itemId of the prescription that is checked; null for what the patient takes already
     * @param substances normalised names; empty when none could be read
     */
    record Medicine(@Nullable UUID itemId, String name, Set<String> substances) {}

    /** Two checks for each item: with the other items and with what the patient takes. A pair of items is told once. */
    List<Check> check(List<Medicine> items, List<Medicine> current) {
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            List<Medicine> later = new ArrayList<>(items.subList(i + 1, items.size()));
            later.addAll(current);
            List<Medicine> all = new ArrayList<>(items.subList(0, i));
            all.addAll(later);
            Medicine item = items.get(i);
            checks.add(outcome(item, Kind.INTERACTION, interactions(item, later), all));
            checks.add(outcome(item, Kind.DUPLICATE_THERAPY, duplicates(item, later), all));
        }
        return checks;
    }

    private Check outcome(Medicine item, Kind kind, List<Conflict> conflicts, List<Medicine> others) {
        if (conflicts.stream().anyMatch(TherapyCheck::isSerious))
            return new Check(item.itemId(), kind, Outcome.CONFLICT, Reason.MATCH, conflicts);
        if (!isKnown(item))
            return new Check(item.itemId(), kind, Outcome.UNCHECKED, Reason.MEDICATION_NOT_IN_TABLES, conflicts);
        if (!others.stream().allMatch(this::isKnown))
            return new Check(item.itemId(), kind, Outcome.UNCHECKED, Reason.OTHER_MEDICATION_NOT_IN_TABLES, conflicts);
        Reason reason = conflicts.isEmpty() ? Reason.NO_MATCH : Reason.MINOR_MATCH;
        return new Check(item.itemId(), kind, Outcome.PASSED, reason, conflicts);
    }

    /** What is minor is written down and holds nobody up. */
    private static boolean isSerious(Conflict conflict) {
        return conflict.severity() != Severity.MINOR;
    }

    private boolean isKnown(Medicine medicine) {
        return !medicine.substances().isEmpty() && knowledge.atc().keySet().containsAll(medicine.substances());
    }

    private List<Conflict> interactions(Medicine item, List<Medicine> others) {
        List<Conflict> found = new ArrayList<>();
        for (Medicine other : others)
            for (String substance : item.substances())
                for (String otherSubstance : other.substances()) {
                    if (substance.equals(otherSubstance)) continue;
                    Interaction worst = knowledge.worst(substance, otherSubstance);
                    if (worst != null) found.add(conflict(item, other, otherSubstance, Basis.INTERACTION, worst));
                }
        return found;
    }

    private List<Conflict> duplicates(Medicine item, List<Medicine> others) {
        List<Conflict> found = new ArrayList<>();
        for (Medicine other : others) {
            Set<String> same = new TreeSet<>(item.substances());
            same.retainAll(other.substances());
            if (!same.isEmpty()) found.add(conflict(item, other, same.iterator().next(), Basis.NAME, null));
            else {
                String related = related(item, other);
                if (related != null) found.add(conflict(item, other, related, Basis.CLASS, null));
            }
        }
        return found;
    }

    /** The other's substance that is of the same chemical subgroup, or null. */
    private @Nullable String related(Medicine item, Medicine other) {
        Set<String> groups = new HashSet<>();
        item.substances().forEach(substance -> groups.addAll(subgroups(substance)));
        return other.substances().stream()
                .filter(substance -> subgroups(substance).stream().anyMatch(groups::contains))
                .findFirst()
                .orElse(null);
    }

    private List<String> subgroups(String substance) {
        return knowledge.atc().getOrDefault(substance, Set.of()).stream()
                .filter(code -> code.length() >= SUBGROUP_LENGTH)
                .map(code -> code.substring(0, SUBGROUP_LENGTH))
                .toList();
    }

    /** Of another prescription the substance alone is told: not what it is called there, nor whose it is. */
    private static Conflict conflict(
            Medicine item, Medicine other, String substance, Basis basis, @Nullable Interaction interaction) {
        return new Conflict(
                item.itemId(),
                item.name(),
                null,
                substance,
                null,
                basis,
                other.itemId(),
                interaction == null ? null : interaction.severity(),
                interaction == null ? null : interaction.mechanism());
    }
}
