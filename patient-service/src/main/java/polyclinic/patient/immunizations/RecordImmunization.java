package polyclinic.patient.immunizations;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
 * An immunization, or that there was none and why.
 *
 * @param date the day on which the vaccine was given, or refused
 * @param outcome completed when absent
 * @param reason why it was not done, and only then
 * @param lotNumber of the vaccine that was given; with the manufacturer it finds everybody of a batch that is recalled
 * @param doseNumber which dose of its series it was, from 1
 * @param site where on the body
 */
record RecordImmunization(
        @Valid @NotNull Vaccine vaccine,
        @NotNull LocalDate date,
        @Nullable VaccinationOutcome outcome,
        @SingleLine @Size(max = 300) @Nullable String reason,
        @SingleLine @Size(max = 100) @Nullable String lotNumber,
        @SingleLine @Size(max = 200) @Nullable String manufacturer,
        @Min(1) @Max(99) @Nullable Integer doseNumber,
        @SingleLine @Size(max = 100) @Nullable String site,
        @Size(max = 2000) @Nullable String note) {
    /**
     * What was given.
     *
     * @param code beside its system: of CVX and ATC in their form
     * @param system of the code, a URI
     */
    record Vaccine(
            @SingleLine @Size(max = 100) @Nullable String code,
            @SingleLine @Size(max = 300) @Nullable String system,
            @NotBlank @SingleLine @Size(max = 300) String name) {}

    /**
     * Fails with 422 for a malformed code, for a day to come, for a reason of what was done, and for the lot, dose or site of what was
     * not.
     */
    RecordImmunization checked(Instant now) {
        String code = CodeSystem.requireCode("vaccine.code", vaccine.code(), vaccine.system());
        EntryDay.requirePast("date", date, now);
        boolean done = outcome != VaccinationOutcome.NOT_DONE;
        if (done && reason != null) throw Problem.invalid("reason", "must only say why it was not done");
        if (!done && lotNumber != null) throw Problem.invalid("lotNumber", "must not stand beside what was not done");
        if (!done && doseNumber != null) throw Problem.invalid("doseNumber", "must not stand beside what was not done");
        if (!done && site != null) throw Problem.invalid("site", "must not stand beside what was not done");
        return new RecordImmunization(
                new Vaccine(code, vaccine.system(), vaccine.name()),
                date,
                done ? VaccinationOutcome.COMPLETED : VaccinationOutcome.NOT_DONE,
                reason,
                lotNumber,
                manufacturer,
                doseNumber,
                site,
                note);
    }
}
