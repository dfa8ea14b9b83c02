package polyclinic.prescription.safety;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.prescription.projections.patients.AllergyList;
import polyclinic.prescription.projections.patients.KnownAllergy;
import polyclinic.prescription.safety.Check.Kind;
import polyclinic.prescription.safety.Check.Outcome;
import polyclinic.prescription.safety.Check.Reason;
import polyclinic.prescription.safety.Conflict.Basis;

/**
 * Checks whether a medication conflicts with an allergy: by code where both have one of the same system, and always by name,
 * class of drugs and known cross-sensitivity. It errs on the side of a conflict, which a doctor can override with a reason; and
 * it passes a medication only when it knows every substance that was named and has allergies from patient-service to compare with, or
 * the statement from there that none are known; otherwise the result is {@code unchecked}. An empty list says that nobody asked the
 * patient, not that there are no allergies.
 */
@ApplicationScoped
public class AllergyCheck {
    private final DrugClasses classes = DrugClasses.load();

    /**
     * A medication to check.
     *
     * @param ingredients as the formulary names them; empty when it does not
     */
    public record Candidate(UUID itemId, List<Code> codes, String name, List<String> ingredients) {
        public Candidate(UUID itemId, @Nullable String code, @Nullable String system, String name) {
            this(itemId, code == null || system == null ? List.of() : List.of(new Code(system, code)), name, List.of());
        }
    }

    public record Code(String system, String code) {}

    /**
     * One check for each item.
     *
     * @param recorded null when they could not be read
     */
    public List<Check> check(List<Candidate> candidates, @Nullable AllergyList recorded) {
        List<Check> checks = new ArrayList<>();
        for (Candidate candidate : candidates) checks.add(check(candidate, recorded));
        return checks;
    }

    private Check check(Candidate candidate, @Nullable AllergyList recorded) {
        if (recorded == null) return of(candidate, Outcome.UNCHECKED, Reason.ALLERGIES_UNAVAILABLE);
        List<KnownAllergy> allergies = recorded.allergies();
        if (allergies.isEmpty()) return ofNone(candidate, recorded);
        List<Conflict> conflicts = new ArrayList<>();
        for (KnownAllergy allergy : allergies) {
            Basis basis = basis(candidate, allergy);
            if (basis != null) conflicts.add(Conflict.withAllergy(candidate, allergy, basis));
        }
        if (!conflicts.isEmpty())
            return new Check(candidate.itemId(), Kind.ALLERGY, Outcome.CONFLICT, Reason.MATCH, conflicts);
        if (!isComplete(candidate)) return of(candidate, Outcome.UNCHECKED, Reason.MEDICATION_NOT_IN_VOCABULARY);
        boolean allKnown = allergies.stream()
                .allMatch(allergy -> classes.read(allergy.name()).isComplete());
        if (!allKnown) return of(candidate, Outcome.UNCHECKED, Reason.SUBSTANCE_NOT_IN_VOCABULARY);
        if (!recorded.isCurrent()) return of(candidate, Outcome.UNCHECKED, Reason.ALLERGIES_UNAVAILABLE);
        return of(candidate, Outcome.PASSED, Reason.NO_MATCH);
    }

    private static Check ofNone(Candidate candidate, AllergyList recorded) {
        if (!recorded.noneKnown()) return of(candidate, Outcome.UNCHECKED, Reason.NO_ALLERGIES_RECORDED);
        return recorded.isCurrent()
                ? of(candidate, Outcome.PASSED, Reason.NO_KNOWN_ALLERGIES)
                : of(candidate, Outcome.UNCHECKED, Reason.ALLERGIES_UNAVAILABLE);
    }

    /** Why they conflict, or null. Different codes prove nothing: one may name a product and the other its ingredient. */
    private @Nullable Basis basis(Candidate candidate, KnownAllergy allergy) {
        if (haveTheSameCode(candidate, allergy)) return Basis.CODE;
        Basis byName = basis(candidate.name(), allergy);
        if (byName != null) return byName;
        return candidate.ingredients().stream()
                .map(ingredient -> basis(ingredient, allergy))
                .filter(Objects::nonNull)
                .min(Basis::compareTo)
                .orElse(null);
    }

    private boolean isComplete(Candidate candidate) {
        return candidate.ingredients().isEmpty()
                ? classes.read(candidate.name()).isComplete()
                : candidate.ingredients().stream()
                        .allMatch(ingredient -> classes.read(ingredient).isComplete());
    }

    private @Nullable Basis basis(String name, KnownAllergy allergy) {
        DrugClasses.Reading medication = classes.read(name);
        DrugClasses.Reading substance = classes.read(allergy.name());
        Set<String> shared = new HashSet<>(medication.words());
        shared.retainAll(substance.words());
        if (!shared.isEmpty() || sameWords(name, allergy.name())) return Basis.NAME;
        for (String allergicTo : substance.classes()) {
            if (medication.classes().contains(allergicTo)) return Basis.CLASS;
        }
        for (String allergicTo : substance.classes())
            for (String prescribed : medication.classes())
                if (classes.areCrossSensitive(allergicTo, prescribed)) return Basis.CROSS_SENSITIVITY;
        return null;
    }

    /** Codes of different systems cannot be compared. */
    private static boolean haveTheSameCode(Candidate candidate, KnownAllergy allergy) {
        return candidate.codes().stream()
                .anyMatch(code ->
                        code.system().equals(allergy.system()) && code.code().equalsIgnoreCase(allergy.code()));
    }

    private static boolean sameWords(String medication, @Nullable String substance) {
        List<String> words = DrugClasses.words(substance);
        return !words.isEmpty() && words.equals(DrugClasses.words(medication));
    }

    private static Check of(Candidate candidate, Outcome outcome, Reason reason) {
        return new Check(candidate.itemId(), Kind.ALLERGY, outcome, reason, List.of());
    }
}
