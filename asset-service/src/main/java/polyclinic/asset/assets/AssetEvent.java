package polyclinic.asset.assets;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetKind;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.TextStatus;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/** What happens to an asset, on the topic {@code asset.events}, keyed by the asset. */
public sealed interface AssetEvent extends Event {
    Snapshot asset();

    @Override
    default UUID aggregateId() {
        return asset().assetId();
    }

    /**
     * The asset after the change, as far as other services need to know.
     *
     * @param patientId null for a backup
     * @param sha256 lower-case hex
     */
    record Snapshot(
            UUID assetId,
            long version,
            @Nullable UUID patientId,
            AssetKind kind,
            String contentType,
            long size,
            String sha256,
            @Nullable UUID appointmentId,
            @Nullable UUID prescriptionId,
            Instant occurredAt) {}

    @EventType("asset.stored.v1")
    record Stored(@JsonUnwrapped Snapshot asset) implements AssetEvent {}

    /**
     * Taking its text out of it has come further, or was given up.
     *
     * @param batchId the batch of documents that it came with
     * @param textFailure why there is no text
     * @param language ISO 639, null when it is not known
     */
    @EventType("asset.text-updated.v1")
    record TextUpdated(
            @JsonUnwrapped Snapshot asset,
            @Nullable UUID batchId,
            TextStatus textStatus,
            @Nullable TextFailure textFailure,
            @Nullable Integer pages,
            @Nullable String language)
            implements AssetEvent {}

    /**
     * The virus scanner has said what its content is.
     *
     * @param scan {@code clean} or {@code infected}
     */
    @EventType("asset.scanned.v1")
    record Scanned(@JsonUnwrapped Snapshot asset, ScanStatus scan) implements AssetEvent {}

    @EventType("asset.deleted.v1")
    record Deleted(@JsonUnwrapped Snapshot asset) implements AssetEvent {}
}
