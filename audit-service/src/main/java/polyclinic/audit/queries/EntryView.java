package polyclinic.audit.queries;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.ArrivalMetadata;
import polyclinic.audit.chain.AuditRecord;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.commons.audit.PatientData;

/**
 * An entry as clients get it: position and hashes beside the members of the record. Of a damaged one only the id is shown,
 * at position -1.
 *
 * @param entryId the record's id; OpenAPI would leave it out if it had the name of the member that is ignored
 * @param record without its id, which comes first
 */
// The order of the contract; OpenAPI would mix the members that are unwrapped.
@JsonPropertyOrder({
    "id",
    "seq",
    "chain",
    "offset",
    "hash",
    "previousHash",
    "occurredAt",
    "actor",
    "action",
    "entityType",
    "entityId",
    "entityIds",
    "patientId",
    "patientIds",
    "query",
    "outcome",
    "reason",
    "changedFields",
    "source",
    "signature",
    "traceId",
    "metadata"
})
@Schema(name = "AuditEntry")
public record EntryView(
        @JsonProperty("id") String entryId,
        long seq,
        int chain,
        long offset,
        @Nullable String hash,
        @Nullable String previousHash,
        @JsonUnwrapped @JsonIgnoreProperties("id") @Nullable AuditRecord record,
        @Nullable ArrivalMetadata metadata)
        implements PatientData {
    @Override
    public @Nullable UUID patientId() {
        return null;
    }

    @Override
    public List<UUID> patients() {
        return record == null ? List.of() : record.patients();
    }

    public static EntryView of(StoredEntry stored) {
        if (stored instanceof ChainEntry entry)
            return new EntryView(
                    entry.id(),
                    entry.seq(),
                    entry.chain(),
                    entry.offset(),
                    entry.hash(),
                    entry.previousHash(),
                    entry.record(),
                    entry.metadata());
        return new EntryView(stored.id(), -1, -1, -1, null, null, null, null);
    }
}
