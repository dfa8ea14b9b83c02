package polyclinic.asset.announcement;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import polyclinic.asset.transfers.DirectTransfers;
import polyclinic.asset.transfers.TransferToken;
import polyclinic.asset.transfers.TransferTokens;
import polyclinic.asset.transfers.UploadTarget;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Answer;

/** Reads of announced uploads. Each makes the addresses anew: those of S3 may end before the upload does. */
@ApplicationScoped
class AnnouncedUploadQueries {
    /** What the service takes the bytes as, whatever they are. */
    private static final Map<String, String> HEADERS = Map.of("Content-Type", "application/octet-stream");

    private final AnnouncedUploads uploads;
    private final DirectTransfers direct;
    private final TransferTokens tokens;
    private final Audit audit;
    private final Clock clock;

    AnnouncedUploadQueries(
            AnnouncedUploads uploads, DirectTransfers direct, TransferTokens tokens, Audit audit, Clock clock) {
        this.uploads = uploads;
        this.direct = direct;
        this.tokens = tokens;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<AnnouncedUploadView> read(UUID id, Caller caller) {
        return uploads.require(id, caller)
                .call(upload -> audit.read(AnnouncedUploads.ENTITY, id, upload.patientId()))
                .chain(upload -> view(upload, caller));
    }

    Uni<Answer<AnnouncedUploadView>> reread(UUID id, Caller caller) {
        return read(id, caller).map(view -> Answer.ok(AnnouncedUpload.VERSION, view));
    }

    Uni<AnnouncedUploadView> view(AnnouncedUpload upload, Caller caller) {
        Instant now = clock.instant();
        if (!upload.isOpen(now)) return Uni.createFrom().item(AnnouncedUploadView.of(upload, null));
        if (!direct.areOn()) {
            TransferToken token =
                    new TransferToken(TransferToken.Purpose.UPLOAD, upload.id(), caller.subject(), upload.expiresAt());
            return Uni.createFrom()
                    .item(AnnouncedUploadView.of(upload, new UploadTarget(tokens.url(token), HEADERS, null)));
        }
        return direct.target(upload.key(), upload.size(), upload.parts(), Duration.between(now, upload.expiresAt()))
                .map(target -> AnnouncedUploadView.of(upload, target));
    }
}
