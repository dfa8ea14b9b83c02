package polyclinic.notes.ailogs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.json.CanonicalJson;
import polyclinic.commons.json.Json;
import polyclinic.commons.values.Sha256;
import polyclinic.notes.ailogs.entries.AiLogKind;
import polyclinic.notes.ailogs.entries.AiLogOutcome;
import polyclinic.notes.ailogs.entries.AiModel;
import polyclinic.notes.ailogs.entries.AiSource;
import polyclinic.notes.ailogs.entries.AiUsage;
import polyclinic.notes.content.Author;

/**
 * An entry of the log as clients see it.
 *
 * @param hash SHA-256 of all the other members in their canonical form (RFC 8785), hex. It is made of what is stored now, and the
 *     audit trail has the one of what was recorded: they differ when somebody changed the entry
 */
record AiLogView(
        UUID id,
        @Nullable UUID patientId,
        AiLogKind kind,
        AiModel model,
        String input,
        @Nullable String output,
        @Nullable UUID conversationId,
        List<AiSource> sources,
        @Nullable AiUsage usage,
        @Nullable Long latencyMs,
        AiLogOutcome outcome,
        Author recordedBy,
        Instant recordedAt,
        String hash)
        implements PatientData {
    private static final String HASH = "hash";

    static AiLogView of(AiLog entry) {
        AiLogView unhashed = of(entry, "");
        return of(entry, unhashed.computedHash());
    }

    private static AiLogView of(AiLog entry, String hash) {
        return new AiLogView(
                entry.id(),
                entry.patientId(),
                entry.kind(),
                entry.model(),
                entry.input(),
                entry.output(),
                entry.conversationId(),
                entry.sources(),
                entry.usage(),
                entry.latencyMs(),
                entry.outcome(),
                entry.recordedBy(),
                entry.recordedAt(),
                hash);
    }

    private String computedHash() {
        ObjectNode members = Json.MAPPER.valueToTree(this);
        members.remove(HASH);
        return Sha256.hex(CanonicalJson.text(members));
    }
}
