package polyclinic.patient.similarity;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.patient.embeddings.EmbeddingVector;

/**
 * What is looked for by its meaning.
 *
 * @param q in words, of which the clinic's model makes an embedding; compared with what it has made of records
 * @param embedding what a model of the client's makes of it; compared with those that were sent with records and have as many
 *     dimensions
 * @param patientId whose records; of everybody whom the caller reaches when absent
 * @param k how many, the nearest first; 10 when absent
 */
record FindSimilarRecords(
        @Size(max = 2000) @Nullable String q,

        @Size(min = 1, max = EmbeddingVector.MAX_DIMENSIONS) @Nullable
        List<@NotNull Float> embedding,

        @Nullable UUID patientId,
        @Min(1) @Max(100) @Nullable Integer k) {
    int limit() {
        return k == null ? 10 : k;
    }
}
