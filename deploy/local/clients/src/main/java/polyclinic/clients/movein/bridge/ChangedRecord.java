package polyclinic.clients.movein.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.bridge.agreement.AgreedState;
import polyclinic.clients.movein.bridge.agreement.RecordFields;
import polyclinic.clients.movein.bridge.agreement.RecordKey;
import polyclinic.clients.movein.bridge.agreement.RecordMerge;
import polyclinic.clients.movein.files.ScannedRecord;
import polyclinic.clients.movein.mapping.ClinicMapping;
import polyclinic.clients.movein.mapping.MoveRecord;
import polyclinic.clients.movein.mapping.MoveTarget;
import polyclinic.clients.movein.mapping.UnfitRecord;

/** A record that both sides have, while it is found out what is to be done about it; the suite is asked for it no more than once. */
final class ChangedRecord {
    private final RecordKey key;
    private final ScannedRecord scanned;
    private final SuiteRecord record;
    private final ClinicMapping mapping;
    private final SuiteRecords suite;
    private @Nullable ApiResponse response;

    ChangedRecord(RecordKey key, ScannedRecord scanned, SuiteRecord record, ClinicMapping mapping, SuiteRecords suite) {
        this.key = key;
        this.scanned = scanned;
        this.record = record;
        this.mapping = mapping;
        this.suite = suite;
    }

    SuiteRecord record() {
        return record;
    }

    ScannedRecord scanned() {
        return scanned;
    }

    /** @throws UnfitRecord when the suite has no words for it */
    MoveRecord mapped() {
        return mapping.map(key.file(), key.id(), scanned);
    }

    /** What the suite says now; a missing node when it has it no longer. */
    JsonNode view() {
        ApiResponse read = response();
        return read == null ? JsonNodes.object().path("missing") : read.json();
    }

    @Nullable
    ApiResponse response() {
        if (response == null) response = suite.read(record.target(), record.id());
        return response;
    }

    /** Whether the suite says of a field what the file says. */
    boolean isSame(String field) {
        JsonNode request;
        try {
            MoveRecord mapped = mapped();
            request = record.target() == MoveTarget.QUEUE ? place(mapped) : mapped.body();
            if (record.target() != MoveTarget.QUEUE && mapped.target() != record.target()) return false;
        } catch (UnfitRecord unfit) {
            return false;
        }
        String hash = RecordFields.ofSuite(key.file(), record.target(), request).getOrDefault(field, "");
        return hash.equals(record.fields().get(field))
                || RecordFields.isSame(key.file(), record.target(), field, request, view());
    }

    boolean isNothing(String field) {
        return RecordFields.isNothing(key.file(), record.target(), field, view());
    }

    boolean isNothingThere(String field) {
        return RecordFields.there(key.file(), record.target(), field, scanned.json())
                .isEmpty();
    }

    /** What a place in the queue would be after the import of the record. */
    static ObjectNode place(MoveRecord mapped) {
        String status = "waiting";
        if (mapped.target() == MoveTarget.HISTORY)
            status = mapped.body().at("/content/status").asText();
        else if (!mapped.queueSteps().isEmpty())
            status = mapped.queueSteps().get(mapped.queueSteps().size() - 1);
        return JsonNodes.object("status", status);
    }

    RecordMerge merge(@Nullable AgreedState agreed, Map<String, String> there) {
        return RecordMerge.of(
                agreed,
                there,
                record.fields(),
                new RecordMerge.Comparison(this::isSame, record.isUntouched(), this::isNothing, this::isNothingThere));
    }
}
