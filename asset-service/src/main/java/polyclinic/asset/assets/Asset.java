package polyclinic.asset.assets;

import com.mongodb.client.model.Projections;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetKind;
import polyclinic.asset.dicom.DicomHeader;
import polyclinic.asset.extracts.DocumentText;
import polyclinic.asset.extracts.TextState;
import polyclinic.asset.extracts.ThumbnailState;
import polyclinic.asset.kinds.FileInspection;
import polyclinic.asset.kinds.FileName;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.mongo.documents.DocumentValues;

/**
 * What is known of a blob.
 *
 * <p>The document is written before the blob and confirmed after it, and on deletion the other way round, so that whatever
 * a crash leaves behind has a document (or is a blob that no document claims): {@code storing} beyond its deadline, or
 * {@code deleted} with the blob still there. {@code polyclinic.asset.consistency} finishes both.
 *
 * <p>An asset is a document as it was read and never changes in memory: every change is an update in the database, by
 * {@link Assets}, which also says what else a document holds.
 */
public final class Asset {
    /** The version of a stored asset; a deleted one has the next. */
    public static final long FIRST_VERSION = 1;

    /** What of a document makes an asset: its text may have megabytes, and hardly any read is about it or its small pictures. */
    public static final Bson FIELDS = Projections.fields(
            OutboxDocument.WITHOUT_PLUMBING,
            Projections.exclude(DocumentText.FIELD, DocumentText.WORDS, ThumbnailState.PICTURES));

    /** Sorts behind the id itself and before every other. */
    private static final String ATTEMPT = ".";

    static final String PRELIMINARY = "preliminary";

    private static final long MIN_BYTES_PER_SECOND = 1024 * 1024;
    private static final Duration MIN_STORING_TIMEOUT = Duration.ofSeconds(60);

    private final Document document;

    private Asset(Document document) {
        this.document = document;
    }

    /** @param stored a document as {@link #FIELDS} shows it */
    public static Asset of(Document stored) {
        return new Asset(stored);
    }

    /** An asset whose bytes are about to be stored. */
    public static Asset storing(
            UUID id,
            StoreAsset request,
            FileInspection file,
            @Nullable String originalSha256,
            ScanStatus scan,
            String contentType,
            @Nullable String sentName,
            String by,
            Instant now) {
        Document document = new Document("_id", id.toString())
                .append("status", AssetStatus.STORING.name())
                .append("kind", request.kind().name())
                .append("patientId", DocumentValues.text(request.patientId()))
                .append("appointmentId", DocumentValues.text(request.appointmentId()))
                .append("prescriptionId", DocumentValues.text(request.prescriptionId()))
                .append("batchId", DocumentValues.text(request.batchId()))
                .append("title", request.title())
                .append("documentDate", DocumentValues.date(request.documentDate()))
                .append("expiresAt", DocumentValues.date(request.expiresAt()))
                .append("fileName", FileName.safe(sentName, contentType))
                .append("contentType", contentType)
                .append("size", file.size())
                .append("sha256", file.sha256())
                .append("originalSha256", originalSha256)
                .append("md5", file.md5())
                .append("scan", scan.name())
                .append("createdAt", DocumentValues.date(now))
                .append("createdBy", by)
                .append("version", 0L)
                .append("attempt", 1)
                .append("storingUntil", DocumentValues.date(now.plus(storingTimeout(file.size()))));
        document.values().removeIf(value -> value == null);
        return new Asset(document);
    }

    /** The same asset, to be shown only once what it is the document of holds good. */
    public Asset asPreliminary() {
        return new Asset(document().append(PRELIMINARY, true));
    }

    /** The same asset, a DICOM file whose header says this. */
    public Asset withDicom(DicomHeader header) {
        return new Asset(document().append(DicomHeader.FIELD, header.document()));
    }

    /** The same asset, whose text is to be taken out of it. */
    public Asset awaitingText() {
        return new Asset(document().append(TextState.FIELD, TextState.received(createdAt())));
    }

    /** The same asset, of which there are to be small pictures. */
    public Asset awaitingThumbnails() {
        return new Asset(document().append(ThumbnailState.FIELD, ThumbnailState.pending(createdAt())));
    }

    /** Whether it is not known yet that what it is the document of holds good: then it does not exist for others. */
    public boolean isPreliminary() {
        return Boolean.TRUE.equals(document.getBoolean(PRELIMINARY));
    }

    /** How long storing its bytes may take before whoever stores them is taken for dead. */
    public Duration storingTimeout() {
        return storingTimeout(size());
    }

    private static Duration storingTimeout(long size) {
        return MIN_STORING_TIMEOUT.plusSeconds(size / MIN_BYTES_PER_SECOND);
    }

    public AssetEvent.Stored storedEvent(Instant at) {
        return new AssetEvent.Stored(snapshot(FIRST_VERSION, at));
    }

    /** Taking its text out of it has come further. @param now how far */
    public AssetEvent.TextUpdated textEvent(TextState now, Instant at) {
        return new AssetEvent.TextUpdated(
                snapshot(version() + 1, at), batchId(), now.status(), now.failure(), now.pages(), now.language());
    }

    /** @param result {@code CLEAN} or {@code INFECTED} */
    public AssetEvent.Scanned scannedEvent(ScanStatus result, Instant at) {
        return new AssetEvent.Scanned(snapshot(version() + 1, at), result);
    }

    AssetEvent.Deleted deletedEvent(Instant at) {
        return new AssetEvent.Deleted(snapshot(version() + 1, at));
    }

    private AssetEvent.Snapshot snapshot(long versionThen, Instant at) {
        return new AssetEvent.Snapshot(
                UUID.fromString(id()),
                versionThen,
                patientId(),
                kind(),
                contentType(),
                size(),
                sha256(),
                appointmentId(),
                prescriptionId(),
                at);
    }

    /** A copy to be inserted. */
    Document document() {
        return new Document(document);
    }

    public String id() {
        return document.getString("_id");
    }

    public AssetStatus status() {
        return AssetStatus.valueOf(document.getString("status"));
    }

    public AssetKind kind() {
        return AssetKind.valueOf(document.getString("kind"));
    }

    /** Null for a backup. */
    public @Nullable UUID patientId() {
        return DocumentValues.uuid(document, "patientId");
    }

    @Nullable
    UUID appointmentId() {
        return DocumentValues.uuid(document, "appointmentId");
    }

    @Nullable
    UUID prescriptionId() {
        return DocumentValues.uuid(document, "prescriptionId");
    }

    public @Nullable UUID batchId() {
        return DocumentValues.uuid(document, "batchId");
    }

    @Nullable
    String title() {
        return document.getString("title");
    }

    public @Nullable Instant documentDate() {
        return DocumentValues.instant(document, "documentDate");
    }

    @Nullable
    Instant expiresAt() {
        return DocumentValues.instant(document, "expiresAt");
    }

    public @Nullable String fileName() {
        return document.getString("fileName");
    }

    public String contentType() {
        return document.getString("contentType");
    }

    public long size() {
        return document.get("size", Number.class).longValue();
    }

    /** Lower-case hex. */
    public String sha256() {
        return document.getString("sha256");
    }

    /** Of the file as it was sent, lower-case hex; null when it is kept as it was sent. */
    @Nullable
    String originalSha256() {
        return document.getString("originalSha256");
    }

    /** What was stored before there were scans is skipped. */
    public ScanStatus scan() {
        String scan = document.getString("scan");
        return scan == null ? ScanStatus.SKIPPED : ScanStatus.valueOf(scan);
    }

    /** Null for what is no DICOM file, or has a header that cannot be read. */
    @Nullable
    DicomHeader dicom() {
        Document header = document.get(DicomHeader.FIELD, Document.class);
        return header == null ? null : DicomHeader.of(header);
    }

    /** Null for what has no text to take out. */
    public @Nullable TextState text() {
        Document text = document.get(TextState.FIELD, Document.class);
        return text == null ? null : TextState.of(text);
    }

    /** Of its text; null where it has none to take out. */
    public @Nullable Instant textReceivedAt() {
        Document text = document.get(TextState.FIELD, Document.class);
        return text == null ? null : text.getDate("receivedAt").toInstant();
    }

    /** Null for what has no small pictures. */
    public @Nullable ThumbnailState thumbnail() {
        Document thumbnail = document.get(ThumbnailState.FIELD, Document.class);
        return thumbnail == null ? null : ThumbnailState.of(thumbnail);
    }

    /** How often the scanner was asked. */
    public int scanAttempts() {
        return document.getInteger("scanAttempts", 0);
    }

    /** Base64. */
    public String md5() {
        return document.getString("md5");
    }

    Instant createdAt() {
        return document.getDate("createdAt").toInstant();
    }

    String createdBy() {
        return document.getString("createdBy");
    }

    long version() {
        return document.get("version", Number.class).longValue();
    }

    /**
     * Where its bytes are. Each attempt has a key of its own: one that comes late can neither replace nor take away the bytes of the
     * attempt that went on in its place.
     */
    public String blobKey() {
        int attempt = document.getInteger("attempt", 1);
        return attempt == 1 ? id() : id() + ATTEMPT + attempt;
    }

    /** The id of the asset whose blob has this key. */
    public static String idOf(String blobKey) {
        int end = blobKey.indexOf(ATTEMPT);
        return end < 0 ? blobKey : blobKey.substring(0, end);
    }

    /** Counts who tried to store the bytes: a later attempt fences an earlier one off. */
    public int attempt() {
        return document.getInteger("attempt");
    }

    /** Until then whoever is storing the bytes is believed to be alive; null once they are stored. */
    public @Nullable Instant storingUntil() {
        return DocumentValues.instant(document, "storingUntil");
    }

    /** Null while the asset has not existed for others: it has no event, and its deletion leaves no tombstone. */
    public @Nullable Instant storedAt() {
        return DocumentValues.instant(document, "storedAt");
    }

    /** When it was deleted, or what was never stored began. */
    Instant deletionBegan() {
        Instant deleted = DocumentValues.instant(document, "deletedAt");
        return deleted == null ? createdAt() : deleted;
    }

    /** Since when the sweeper finds no blob for it. */
    public @Nullable Instant missingSince() {
        return DocumentValues.instant(document, "missingSince");
    }
}
