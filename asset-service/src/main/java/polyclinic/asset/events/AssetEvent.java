package polyclinic.asset.events;

import java.time.Instant;
import java.util.UUID;
import polyclinic.asset.kinds.Kind;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/** What the asset service tells the world, on {@code asset.events}. */
public sealed interface AssetEvent extends Event {
    UUID assetId();

    @Override
    default UUID aggregateId() {
        return assetId();
    }

    /** @param patientId null for a backup */
    @EventType("asset.stored.v1")
    record Stored(
            UUID assetId,
            long version,
            UUID patientId,
            Kind kind,
            String contentType,
            long size,
            String sha256,
            UUID appointmentId,
            UUID prescriptionId,
            Instant occurredAt)
            implements AssetEvent {}

    @EventType("asset.deleted.v1")
    record Deleted(
            UUID assetId,
            long version,
            UUID patientId,
            Kind kind,
            String contentType,
            long size,
            String sha256,
            UUID appointmentId,
            UUID prescriptionId,
            Instant occurredAt)
            implements AssetEvent {}
}
