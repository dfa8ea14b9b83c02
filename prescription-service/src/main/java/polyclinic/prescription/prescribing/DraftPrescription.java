package polyclinic.prescription.prescribing;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import polyclinic.prescription.orders.OrderedItem;

record DraftPrescription(
        @NotNull UUID appointmentId,
        @NotEmpty @Size(max = 50) List<@Valid @NotNull OrderedItem> items,
        @Size(max = 4000) String notes) {}
