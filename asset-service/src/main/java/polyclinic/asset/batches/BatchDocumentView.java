package polyclinic.asset.batches;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.TextState;
import polyclinic.asset.extracts.TextStatus;
import polyclinic.commons.audit.PatientData;

/**
 * How far a document of a batch has come; what it is and says is the asset's.
 *
 * @param reason why it has failed
 * @param pages how many it has, once they are counted
 */
record BatchDocumentView(
        UUID assetId,
        @JsonIgnore @Nullable UUID patientId,
        TextStatus status,
        @Nullable TextFailure reason,
        @Nullable Integer pages,
        @Nullable String language)
        implements PatientData {

    static BatchDocumentView of(Asset asset) {
        TextState text = asset.text();
        return new BatchDocumentView(
                UUID.fromString(asset.id()),
                asset.patientId(),
                text == null ? TextStatus.RECEIVED : text.status(),
                text == null ? null : text.failure(),
                text == null ? null : text.pages(),
                text == null ? null : text.language());
    }
}
