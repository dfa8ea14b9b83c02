package polyclinic.prescription.formulary;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;
import polyclinic.commons.problem.Problem;

/**
 * @param form for example {@code tablet}
 * @param strength for example {@code 500 mg}
 * @param ingredients the active substances by name; the checks before issuing go by them
 * @param status {@code active} when absent
 */
record RegisterMedication(
        @NotBlank @SingleLine @Size(max = 300) String name,
        @SingleLine @Size(max = 100) @Nullable String form,
        @SingleLine @Size(max = 100) @Nullable String strength,
        @Size(max = 20) @Nullable List<@Valid @NotNull MedicationCode> codes,
        @Size(max = 20) @Nullable List<@NotBlank @SingleLine @Size(max = 200) String> ingredients,
        Medication.@Nullable Status status) {

    /** 422 for a name without a letter or digit: nothing could be found by it. */
    RegisterMedication checked() {
        if (MedicationText.words(name).isEmpty()) throw Problem.invalid("name", "must have a letter or digit");
        return this;
    }

    List<MedicationCode> knownCodes() {
        return codes == null ? List.of() : codes.stream().distinct().toList();
    }

    List<String> knownIngredients() {
        return ingredients == null
                ? List.of()
                : ingredients.stream().map(String::strip).distinct().toList();
    }

    Medication.Status knownStatus() {
        return status == null ? Medication.Status.ACTIVE : status;
    }
}
