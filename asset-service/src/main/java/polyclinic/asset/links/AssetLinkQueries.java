package polyclinic.asset.links;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.AssetQueries;
import polyclinic.asset.assets.ScanStatus;
import polyclinic.asset.kinds.FileName;
import polyclinic.asset.scans.ScanPolicy;
import polyclinic.asset.transfers.DirectTransfers;
import polyclinic.asset.transfers.TransferConfig;
import polyclinic.asset.transfers.TransferToken;
import polyclinic.asset.transfers.TransferTokens;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.NotFound;

/** Gives out links to contents, each audited for the patient. */
@ApplicationScoped
class AssetLinkQueries {
    private final AssetQueries queries;
    private final ScanPolicy scans;
    private final DirectTransfers direct;
    private final TransferTokens tokens;
    private final TransferConfig config;
    private final Clock clock;

    AssetLinkQueries(
            AssetQueries queries,
            ScanPolicy scans,
            DirectTransfers direct,
            TransferTokens tokens,
            TransferConfig config,
            Clock clock) {
        this.queries = queries;
        this.scans = scans;
        this.direct = direct;
        this.tokens = tokens;
        this.config = config;
        this.clock = clock;
    }

    /** A link to the content of an asset that the caller may read; fails with 404 otherwise, with 409 where it is quarantined. */
    Uni<AssetLinkView> get(UUID id, Caller caller) {
        Instant until = clock.instant().plus(config.linkLife()).truncatedTo(ChronoUnit.SECONDS);
        return queries.link(id, caller, this::requireGivenOut).chain(asset -> url(asset, until, caller)
                .map(url -> new AssetLinkView(id, asset.patientId(), url, until)));
    }

    private void requireGivenOut(Asset asset) {
        // To whoever is given a link, too, it is not there before it holds good.
        if (asset.isPreliminary()) throw new NotFound("asset").about("asset", asset.id(), asset.patientId());
        scans.requireGivenOut(asset);
    }

    /** What the scanner has not looked at yet goes through the service alone, which asks again when the link is followed. */
    private Uni<String> url(Asset asset, Instant until, Caller caller) {
        if (!direct.areOn() || asset.scan() == ScanStatus.PENDING)
            return Uni.createFrom()
                    .item(tokens.url(new TransferToken(
                            TransferToken.Purpose.DOWNLOAD, UUID.fromString(asset.id()), caller.subject(), until)));
        // The name that the file was sent with may be the patient's; this one stands in the address.
        String name = FileName.of(asset.kind().name().toLowerCase(Locale.ROOT), asset.id(), asset.contentType());
        return direct.download(asset.blobKey(), asset.contentType(), FileName.attachment(name), config.linkLife());
    }
}
