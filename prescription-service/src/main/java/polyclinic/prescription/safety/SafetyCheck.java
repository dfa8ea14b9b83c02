package polyclinic.prescription.safety;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.prescription.projections.patients.AllergyList;
import polyclinic.prescription.projections.patients.KnownAllergy;
import polyclinic.prescription.safety.AllergyCheck.Candidate;
import polyclinic.prescription.safety.CurrentMedicines.Taken;
import polyclinic.prescription.safety.TherapyCheck.Medicine;

/** All checks of a prescription: allergies, interactions and duplicate therapy. It asks nobody outside this service. */
@ApplicationScoped
public class SafetyCheck {
    private final AllergyCheck allergyCheck;
    private final CurrentMedicines current;
    private final SafetyTables tables;
    private final DrugClasses vocabulary = DrugClasses.load();

    SafetyCheck(AllergyCheck allergyCheck, CurrentMedicines current, SafetyTables tables) {
        this.allergyCheck = allergyCheck;
        this.current = current;
        this.tables = tables;
    }

    /**
     * In the open transaction, in which the patient is locked.
     *
     * @param allergies null when they could not be read
     * @return for each item its checks of allergies, interactions and duplicate therapy
     */
    public Uni<List<Check>> check(
            UUID prescriptionId,
            UUID patientId,
            List<Candidate> candidates,
            @Nullable AllergyList allergies,
            Instant now) {
        return current.lock(patientId).chain(() -> screen(prescriptionId, patientId, candidates, allergies, now));
    }

    /** The same without a lock, for what is looked at again and decides nothing. Needs an open session. */
    public Uni<List<Check>> screen(
            UUID prescriptionId,
            UUID patientId,
            List<Candidate> candidates,
            @Nullable AllergyList allergies,
            Instant now) {
        return current.of(patientId, prescriptionId, now)
                .map(taken -> taken.stream().map(this::medicine).toList())
                .chain(taken -> therapies(candidates, taken))
                .map(therapies -> {
                    List<Check> checks = new ArrayList<>(allergyCheck.check(candidates, allergies));
                    checks.addAll(therapies);
                    return checks;
                });
    }

    /** Only the allergies; asks no table. */
    public List<Check> allergies(List<Candidate> candidates, List<KnownAllergy> allergies) {
        return allergyCheck.check(candidates, new AllergyList(allergies, false, false));
    }

    /** One prescription's items against another's, as if the patient took nothing else. Needs an open session. */
    public Uni<List<Check>> against(List<Candidate> items, List<Candidate> others) {
        return therapies(
                items,
                others.stream()
                        .map(other -> new Medicine(null, other.name(), substances(other.name(), other.ingredients())))
                        .toList());
    }

    private Uni<List<Check>> therapies(List<Candidate> candidates, List<Medicine> taken) {
        List<Medicine> items = candidates.stream()
                .map(candidate -> new Medicine(
                        candidate.itemId(), candidate.name(), substances(candidate.name(), candidate.ingredients())))
                .toList();
        Set<String> all = new TreeSet<>();
        items.forEach(item -> all.addAll(item.substances()));
        taken.forEach(item -> all.addAll(item.substances()));
        return tables.about(all).map(knowledge -> new TherapyCheck(knowledge).check(items, taken));
    }

    private Medicine medicine(Taken taken) {
        return new Medicine(null, taken.name(), substances(taken.name(), taken.ingredients()));
    }

    /**
     * The ingredients where the formulary names any, else the words of the name that name a substance. No ingredient is left out: one
     * that the tables do not know keeps the medicine from passing.
     */
    private Set<String> substances(String name, @Nullable List<String> ingredients) {
        Set<String> substances = new TreeSet<>();
        if (ingredients == null || ingredients.isEmpty()) substances.addAll(vocabulary.substances(name));
        else
            for (String ingredient : ingredients) {
                String substance = substance(vocabulary, ingredient);
                substances.add(substance.isEmpty() ? ingredient : substance);
            }
        return substances;
    }

    /**
     * A substance's name as the tables have it: {@code Clavulanic acid} and {@code clavulanate} are {@code clavulanic}, {@code
     * Potassium chloride}, in which every word could be a salt's, is {@code potassium chloride}.
     *
     * @return empty when there is no word in it
     */
    static String substance(DrugClasses vocabulary, String name) {
        Set<String> substances = vocabulary.substances(name);
        return String.join(" ", substances.isEmpty() ? DrugClasses.words(name) : substances);
    }
}
