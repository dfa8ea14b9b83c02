package polyclinic.patient.conditions;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;
import polyclinic.commons.problem.Problem;
import polyclinic.patient.content.CodeSystem;
import polyclinic.patient.content.EntryDay;

/**
 * A condition of the problem list.
 *
 * @param code beside its system: of ICD-10 and SNOMED CT in their form
 * @param system of the code, a URI
 * @param onset the day on which it began, as well as it is known
 * @param abatement the day on which it ended or went into remission
 */
record RecordCondition(
        @SingleLine @Size(max = 100) @Nullable String code,
        @SingleLine @Size(max = 300) @Nullable String system,
        @NotBlank @SingleLine @Size(max = 300) String name,
        @NotNull ClinicalStatus clinicalStatus,
        @Nullable LocalDate onset,
        @Nullable LocalDate abatement,
        @Size(max = 2000) @Nullable String note) {
    /** Fails with 422 for a malformed code, for a day to come, and for an end of what has none or had not begun. */
    RecordCondition checked(Instant now) {
        String known = CodeSystem.requireCode("code", code, system);
        EntryDay.requirePast("onset", onset, now);
        EntryDay.requirePast("abatement", abatement, now);
        if (abatement != null && clinicalStatus.isPresent())
            throw Problem.invalid("abatement", "must not stand beside a condition that the patient has");
        if (abatement != null && onset != null && abatement.isBefore(onset))
            throw Problem.invalid("abatement", "must not be before the onset");
        return new RecordCondition(known, system, name, clinicalStatus, onset, abatement, note);
    }
}
