package polyclinic.asset.batches;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** @param source where the documents come from, in the clinic's own words */
record StartDocumentBatch(
        @NotNull UUID patientId,
        @Nullable @Size(min = 1, max = 200) String title,
        @Nullable @Size(min = 1, max = 200) String source) {}
