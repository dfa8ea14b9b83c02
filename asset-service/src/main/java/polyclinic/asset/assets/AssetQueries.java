package polyclinic.asset.assets;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.extracts.DocumentText;
import polyclinic.commons.async.SameContext;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.search.SearchQuestion;
import polyclinic.commons.search.Snippet;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/** Reads of assets. Each is audited before it is answered. */
@ApplicationScoped
public class AssetQueries {
    /** On a page of what was found: each is read from its first character to its last, if need be. */
    private static final int MAX_TEXTS = 20;

    private final Assets assets;
    private final Audit audit;
    private final Clock clock;

    AssetQueries(Assets assets, Audit audit, Clock clock) {
        this.assets = assets;
        this.audit = audit;
        this.clock = clock;
    }

    /** A stored asset that the caller may read; fails with 404 otherwise. */
    public Uni<Asset> get(UUID id, Caller caller) {
        return get(id, caller, asset -> {});
    }

    /** The same of an asset that passes a check too: what it refuses was not read, and is not audited as such. */
    public Uni<Asset> get(UUID id, Caller caller, Consumer<Asset> check) {
        return assets.require(id, caller, clock.instant())
                .invoke(check)
                .call(asset -> audit.read("asset", id, asset.patientId()));
    }

    /**
     * A stored asset for whoever has a link to it; fails with 404 when it is no longer there. A link is given out for what holds
     * good alone.
     *
     * @param subject whom the link was given to
     */
    public Uni<Asset> getLinked(UUID id, String subject, Consumer<Asset> check) {
        return assets.requireStored(id, clock.instant())
                .invoke(asset -> {
                    if (asset.isPreliminary()) throw new NotFound("asset").about("asset", id, asset.patientId());
                    check.accept(asset);
                })
                .call(asset -> audit.record(audit.entry("read", "asset", id, asset.patientId())
                        .withReason("by a link that was given to " + subject)));
    }

    /** A stored asset that the caller may read, and that passes a check: a link to its content is given out. */
    public Uni<Asset> link(UUID id, Caller caller, Consumer<Asset> check) {
        return assets.require(id, caller, clock.instant())
                .invoke(check)
                .call(asset -> audit.record(audit.entry("link", "asset", id, asset.patientId())));
    }

    /**
     * The answer to a repeated upload, for a caller who may store such an asset now; not everybody who stores one may read
     * it. Fails with 404 when it is no longer there.
     */
    public Uni<Answer<AssetView>> reread(UUID id) {
        return assets.requireStored(id, clock.instant())
                .call(asset -> audit.read("asset", id, asset.patientId()))
                .map(asset -> Answer.ok(asset.version(), AssetView.of(asset)));
    }

    /** The assets that the caller may read, newest first. */
    Uni<Page<AssetView>> list(AssetSearch search, Caller caller) {
        return (search.q() == null ? listed(search, caller) : found(search, SearchQuestion.of(search.q()), caller))
                .call(page -> audit.searched(
                        "asset",
                        search.patientId(),
                        page.items(),
                        () -> assets.reaches(Objects.requireNonNull(search.patientId()), caller)));
    }

    private Uni<Page<AssetView>> listed(AssetSearch search, Caller caller) {
        return assets.list(search, caller, clock.instant())
                .map(found -> Page.of(found, search.limit(), AssetView::of, asset -> Cursor.encode(asset.id())));
    }

    /** Texts are read one after the other, and not where others wait. */
    private Uni<Page<AssetView>> found(AssetSearch search, SearchQuestion question, Caller caller) {
        AssetSearch few = search.atMost(MAX_TEXTS);
        return SameContext.emitOn(Page.of(
                assets.candidates(few, question, caller, clock.instant())
                        .emitOn(Infrastructure.getDefaultWorkerPool(), 1),
                few.limit(),
                candidate -> view(candidate, question),
                last -> Cursor.encode(last.getString("_id"))));
    }

    /** Null where the index took a document for an answer that is none. */
    private static @Nullable AssetView view(Document candidate, SearchQuestion question) {
        Snippet snippet = Snippet.of(new Document(), DocumentText.pages(candidate), question);
        return snippet == null ? null : AssetView.found(Asset.of(candidate), snippet);
    }
}
