package polyclinic.prescription.drafting;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.prescription.prescriptions.PrescribedItem;

/** What may change in a draft: what a merge patch is applied to. */
record RevisePrescription(
        @NotEmpty @Size(max = 50) List<@Valid @NotNull PrescribedItem> items,
        @Size(max = 4000) @Nullable String notes) {}
