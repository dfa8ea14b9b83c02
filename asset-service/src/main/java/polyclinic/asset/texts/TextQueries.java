package polyclinic.asset.texts;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.AssetQueries;
import polyclinic.asset.assets.Assets;
import polyclinic.asset.extracts.TextExtract;
import polyclinic.asset.extracts.TextStatus;
import polyclinic.asset.scans.ScanPolicy;
import polyclinic.asset.texts.DocumentTextView.PageView;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.NotFound;

/** Reads the texts of documents, for whoever may read the documents. */
@ApplicationScoped
class TextQueries {
    private final AssetQueries queries;
    private final Assets assets;
    private final ScanPolicy scans;

    TextQueries(AssetQueries queries, Assets assets, ScanPolicy scans) {
        this.queries = queries;
        this.assets = assets;
        this.scans = scans;
    }

    Uni<DocumentTextView> get(UUID id, Caller caller) {
        return queries.get(id, caller, scans::requireGivenOut).chain(asset -> {
            TextStatus status = asset.text();
            if (status == null) return Uni.createFrom().failure(new NotFound("text"));
            return assets.extract(asset).map(extract -> view(asset, status, extract));
        });
    }

    static DocumentTextView view(Asset asset, TextStatus status, @Nullable TextExtract extract) {
        List<PageView> pages = extract == null
                ? List.of()
                : IntStream.range(0, extract.pages().size())
                        .mapToObj(i -> new PageView(i + 1, extract.pages().get(i)))
                        .toList();
        return new DocumentTextView(
                UUID.fromString(asset.id()),
                asset.patientId(),
                status,
                asset.textFailure(),
                asset.language(),
                pages,
                extract != null && extract.truncated());
    }
}
