package polyclinic.asset.catalogue;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonId;
import polyclinic.asset.content.FileName;
import polyclinic.asset.events.AssetEvent;
import polyclinic.asset.kinds.Inspection;
import polyclinic.asset.kinds.Kind;

/**
 * What is known of a blob; its id is the blob's key.
 *
 * <p>The document is written before the blob and confirmed after it, and on deletion the other way round, so that whatever
 * a crash leaves behind has a document (or is a blob that no document claims): {@code storing} beyond its deadline, or
 * {@code deleted} with the blob still there. {@code polyclinic.asset.sweeping} finishes both.
 */
@MongoEntity(collection = "asset")
public class Asset {
    public enum Status {
        STORING,
        STORED,
        DELETED
    }

    /** Version of a stored asset; a deleted one has the next. */
    static final long FIRST_VERSION = 1;
    /** Who uploads slower into the store than this (bytes a second) has given up. */
    private static final long SLOWEST = 1024 * 1024;

    private static final Duration SHORTEST = Duration.ofSeconds(60);

    @BsonId
    public String id;

    public Status status;
    public Kind kind;
    public String patientId;
    public String appointmentId;
    public String prescriptionId;
    public String batchId;
    public String title;
    public Instant documentDate;
    public Instant expiresAt;
    public String fileName;
    public String contentType;
    public long size;
    public String sha256;
    public String md5;
    public Instant createdAt;
    public String createdBy;
    public long version;

    /** Counts who tried to store the bytes: a later attempt fences an earlier one off. */
    public int attempt;

    /** Until then whoever is storing the bytes is believed to be alive. */
    public Instant storingUntil;

    /** Set once the world was told; only such an asset leaves a tombstone. */
    public Instant storedAt;

    public Instant deletedAt;
    public String deletedBy;
    public String deletedBecause;

    /** On a deleted asset: its blob may still be there. */
    public Boolean blobPending;

    /** Since when the sweeper finds no blob for it. */
    public Instant missingSince;

    /** Fencing token of the last sweep that touched it. */
    public Long sweep;

    public List<Document> outbox;
    public Boolean outboxPending;
    public List<Document> receipts;
    public List<String> receiptKeys;

    /** An asset whose bytes are about to be stored. */
    static Asset storing(
            UUID id, StoreAsset request, Inspection file, String contentType, String sentName, String by, Instant now) {
        Asset asset = new Asset();
        asset.id = id.toString();
        asset.status = Status.STORING;
        asset.kind = request.kind();
        asset.patientId = text(request.patientId());
        asset.appointmentId = text(request.appointmentId());
        asset.prescriptionId = text(request.prescriptionId());
        asset.batchId = text(request.batchId());
        asset.title = request.title();
        asset.documentDate = millis(request.documentDate());
        asset.expiresAt = millis(request.expiresAt());
        asset.fileName = FileName.safe(sentName, contentType);
        asset.contentType = contentType;
        asset.size = file.size();
        asset.sha256 = file.sha256();
        asset.md5 = file.md5();
        asset.createdAt = millis(now);
        asset.createdBy = by;
        asset.attempt = 1;
        asset.storingUntil = millis(now.plus(patience(file.size())));
        return asset;
    }

    /** How long storing a file of this size may take. */
    static Duration patience(long size) {
        return SHORTEST.plusSeconds(size / SLOWEST);
    }

    AssetEvent.Stored storedEvent(Instant at) {
        return new AssetEvent.Stored(
                UUID.fromString(id),
                FIRST_VERSION,
                uuid(patientId),
                kind,
                contentType,
                size,
                sha256,
                uuid(appointmentId),
                uuid(prescriptionId),
                at);
    }

    AssetEvent.Deleted deletedEvent(Instant at) {
        return new AssetEvent.Deleted(
                UUID.fromString(id),
                version + 1,
                uuid(patientId),
                kind,
                contentType,
                size,
                sha256,
                uuid(appointmentId),
                uuid(prescriptionId),
                at);
    }

    UUID patient() {
        return uuid(patientId);
    }

    static UUID uuid(String text) {
        return text == null ? null : UUID.fromString(text);
    }

    private static String text(UUID id) {
        return id == null ? null : id.toString();
    }

    /** The store keeps milliseconds; what is answered now must equal what is read later. */
    private static Instant millis(Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MILLIS);
    }
}
