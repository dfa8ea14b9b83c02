package polyclinic.asset.announcement;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import polyclinic.asset.assets.StoreAsset;
import polyclinic.asset.quotas.StoredQuota;
import polyclinic.asset.quotas.UploadQuota;
import polyclinic.asset.transfers.DirectTransfers;
import polyclinic.asset.transfers.TransferConfig;
import polyclinic.asset.upload.UploadChecks;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.IdempotencyReceipts;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.values.Ids;
import polyclinic.commons.web.Answer;

/** Lets somebody send a file: whatever can be checked without its bytes is, and it has its place in the quotas. */
@ApplicationScoped
class UploadAnnouncement {
    private final UploadChecks checks;
    private final UploadQuota quota;
    private final StoredQuota stored;
    private final AnnouncedUploads uploads;
    private final AnnouncedUploadQueries queries;
    private final DirectTransfers direct;
    private final TransferConfig config;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    UploadAnnouncement(
            UploadChecks checks,
            UploadQuota quota,
            StoredQuota stored,
            AnnouncedUploads uploads,
            AnnouncedUploadQueries queries,
            DirectTransfers direct,
            TransferConfig config,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Clock clock) {
        this.checks = checks;
        this.quota = quota;
        this.stored = stored;
        this.uploads = uploads;
        this.queries = queries;
        this.direct = direct;
        this.config = config;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<AnnouncedUploadView>> announce(AnnounceUpload request, Caller caller) {
        return idempotency.once(
                request,
                uploads.collection(),
                receipts -> begin(request, receipts, caller),
                earlier -> queries.reread(earlier.createdId(), caller));
    }

    private Uni<Answer<AnnouncedUploadView>> begin(
            AnnounceUpload request, IdempotencyReceipts receipts, Caller caller) {
        StoreAsset metadata = checks.admit(request.metadata(), caller);
        return checks.passAnnounced(metadata, request.contentType(), request.size(), caller)
                .chain(() -> quota.within(
                        request.patientId(),
                        request.size(),
                        caller,
                        () -> stored.within(
                                request.patientId(),
                                request.kind(),
                                request.size(),
                                () -> add(request, receipts, caller))));
    }

    /** Parts that a crash leaves without a document are removed by the sweep. */
    private Uni<Answer<AnnouncedUploadView>> add(AnnounceUpload request, IdempotencyReceipts receipts, Caller caller) {
        UUID id = Ids.next();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String count = quota.countOf(request.patientId(), caller);
        return direct.begin(AnnouncedUpload.keys() + id, request.size())
                .map(parts -> AnnouncedUpload.announced(
                        id, request, parts, count, caller, now, now.plus(config.uploadLife())))
                .chain(upload -> queries.view(upload, caller).chain(view -> {
                    Answer<AnnouncedUploadView> answer =
                            Answer.created("/api/v1/assets/uploads/" + id, AnnouncedUpload.VERSION, view);
                    AuditEntry entry = audit.entry("create", AnnouncedUploads.ENTITY, id, upload.patientId());
                    return uploads.add(upload, receipts.seal(answer), outbox.embed(entry))
                            .replaceWith(answer);
                }));
    }
}
