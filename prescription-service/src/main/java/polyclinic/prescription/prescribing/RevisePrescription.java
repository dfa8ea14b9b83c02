package polyclinic.prescription.prescribing;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import polyclinic.prescription.orders.OrderedItem;

/** What may change in a draft: what a merge patch is applied to. */
record RevisePrescription(
        @NotEmpty @Size(max = 50) List<@Valid @NotNull OrderedItem> items,
        @Size(max = 4000) String notes) {}
