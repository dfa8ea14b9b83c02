package polyclinic.prescription.drafting;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.prescription.prescriptions.PrescribedItem;

/** The fields of a draft that a merge patch may change. */
record RevisePrescription(
        @NotEmpty @Size(max = 50) List<@Valid @NotNull PrescribedItem> items,
        @Size(max = 4000) @Nullable String notes) {}
