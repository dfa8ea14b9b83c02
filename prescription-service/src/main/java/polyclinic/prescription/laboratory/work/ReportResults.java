package polyclinic.prescription.laboratory.work;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param performedAt when the laboratory measured; now when absent */
record ReportResults(
        @NotEmpty @Size(max = 100) List<@Valid @NotNull ResultEntry> results,
        @Nullable Instant performedAt) {}
