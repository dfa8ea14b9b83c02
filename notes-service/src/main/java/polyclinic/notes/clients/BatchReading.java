package polyclinic.notes.clients;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import polyclinic.commons.access.OwnerLookup;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.problem.Problem;

/** Asks asset-service, in the caller's name, which documents are in a batch. */
@ApplicationScoped
public class BatchReading {
    private static final String OWNER = "asset-service";
    private static final Set<String> WITH_TEXT = Set.of("extracted", "digitized");

    private final BatchClient batches;
    private final CurrentCaller caller;

    BatchReading(@RestClient BatchClient batches, CurrentCaller caller) {
        this.batches = batches;
        this.caller = caller;
    }

    /**
     * @param withText the documents whose text can be read, in the order in which they came; not empty
     * @param others how many more are in the batch
     */
    public record Documents(List<UUID> withText, int others) {}

    /**
     * The documents of a batch. Fails with 422 {@code unknown-reference} when the caller is shown no such batch of the patient, and with
     * 409 {@code no-text} while none of its documents has a text.
     */
    public Uni<Documents> documents(UUID batchId, UUID patientId) {
        return OwnerLookup.ask(OWNER, batches.batch("Bearer " + caller.bearer(), batchId))
                .map(found -> found.filter(batch -> patientId
                                .toString()
                                .equals(batch.path("patientId").asText()))
                        .map(BatchReading::documents)
                        .orElseThrow(BatchReading::unknown));
    }

    private static Documents documents(JsonNode batch) {
        List<UUID> withText = new ArrayList<>();
        JsonNode all = batch.path("documents");
        for (JsonNode document : all)
            if (WITH_TEXT.contains(document.path("status").asText()))
                withText.add(UUID.fromString(document.path("assetId").asText()));
        if (withText.isEmpty())
            throw new Problem(409, "no-text", "No text has been taken out of any document of the batch.");
        return new Documents(withText, all.size() - withText.size());
    }

    private static Problem unknown() {
        return new Problem(422, "unknown-reference", "What batchId names does not exist, or is not this patient's.")
                .with("violations", List.of(new Problem.Violation("batchId", "must name something of this patient's")));
    }
}
