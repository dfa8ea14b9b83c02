package polyclinic.asset.announcement;

import java.time.Instant;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetKind;
import polyclinic.asset.assets.StoreAsset;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.documents.DocumentValues;

/**
 * A file whose bytes are to come. Until they have been looked at they lie under a key of their own, where nobody is given them from.
 * As an asset it is a document as it was read, and {@link AnnouncedUploads} changes it.
 */
public final class AnnouncedUpload {
    static final long VERSION = 1;

    private static final String STAGING = "staging/";

    private final Document document;

    private AnnouncedUpload(Document document) {
        this.document = document;
    }

    static AnnouncedUpload of(Document stored) {
        return new AnnouncedUpload(stored);
    }

    /**
     * @param parts the id in the store of an upload in parts, or null
     * @param count the day's count in which it has its place, or null
     */
    static AnnouncedUpload announced(
            UUID id,
            AnnounceUpload request,
            @Nullable String parts,
            @Nullable String count,
            Caller caller,
            Instant now,
            Instant until) {
        Document document = new Document("_id", id.toString())
                .append("status", AnnouncedUploadStatus.ANNOUNCED.name())
                .append("kind", request.kind().name())
                .append("patientId", DocumentValues.text(request.patientId()))
                .append("appointmentId", DocumentValues.text(request.appointmentId()))
                .append("prescriptionId", DocumentValues.text(request.prescriptionId()))
                .append("batchId", DocumentValues.text(request.batchId()))
                .append("title", request.title())
                .append("documentDate", DocumentValues.date(request.documentDate()))
                .append("assetExpiresAt", DocumentValues.date(request.expiresAt()))
                .append("fileName", request.fileName())
                .append("contentType", request.contentType())
                .append("size", request.size())
                .append("sha256", request.sha256())
                .append("parts", parts)
                .append("count", count)
                .append("createdAt", DocumentValues.date(now))
                .append("createdBy", caller.subject())
                .append("expiresAt", DocumentValues.date(until))
                .append("version", VERSION);
        document.values().removeIf(value -> value == null);
        return new AnnouncedUpload(document);
    }

    /** A copy to be inserted. */
    Document document() {
        return new Document(document);
    }

    public UUID id() {
        return UUID.fromString(document.getString("_id"));
    }

    AnnouncedUploadStatus status() {
        return AnnouncedUploadStatus.valueOf(document.getString("status"));
    }

    /** Whether its bytes are still awaited. */
    boolean isOpen(Instant now) {
        return status() == AnnouncedUploadStatus.ANNOUNCED && expiresAt().isAfter(now);
    }

    StoreAsset metadata() {
        return new StoreAsset(
                kind(),
                patientId(),
                DocumentValues.uuid(document, "appointmentId"),
                DocumentValues.uuid(document, "prescriptionId"),
                DocumentValues.uuid(document, "batchId"),
                document.getString("title"),
                DocumentValues.instant(document, "documentDate"),
                DocumentValues.instant(document, "assetExpiresAt"));
    }

    public AssetKind kind() {
        return AssetKind.valueOf(document.getString("kind"));
    }

    public @Nullable UUID patientId() {
        return DocumentValues.uuid(document, "patientId");
    }

    @Nullable
    String fileName() {
        return document.getString("fileName");
    }

    String contentType() {
        return document.getString("contentType");
    }

    public long size() {
        return document.get("size", Number.class).longValue();
    }

    String sha256() {
        return document.getString("sha256");
    }

    /** Where its bytes are until they have been looked at. */
    public String key() {
        return STAGING + id();
    }

    /** Whether this is the key of bytes that nobody has looked at. */
    public static boolean isKey(String blobKey) {
        return blobKey.startsWith(STAGING);
    }

    /** What all these keys begin with. */
    public static String keys() {
        return STAGING;
    }

    static String idOf(String key) {
        return key.substring(STAGING.length());
    }

    /** The id in the store of an upload in parts; null where it goes as a whole. */
    public @Nullable String parts() {
        return document.getString("parts");
    }

    /** The day's count in which it has its place. */
    public @Nullable String count() {
        return document.getString("count");
    }

    String createdBy() {
        return document.getString("createdBy");
    }

    Instant createdAt() {
        return document.getDate("createdAt").toInstant();
    }

    Instant expiresAt() {
        return document.getDate("expiresAt").toInstant();
    }
}
