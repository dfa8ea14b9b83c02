package polyclinic.asset.texts;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.AssetQueries;
import polyclinic.asset.extracts.TextState;
import polyclinic.asset.scans.ScanPolicy;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.NotFound;

/** Reads the texts of documents, for whoever may read the documents. */
@ApplicationScoped
class TextQueries {
    private final AssetQueries queries;
    private final DocumentTexts texts;
    private final ScanPolicy scans;

    TextQueries(AssetQueries queries, DocumentTexts texts, ScanPolicy scans) {
        this.queries = queries;
        this.texts = texts;
        this.scans = scans;
    }

    /** Fails with 404 for what has no text to take out, as a photo. */
    Uni<DocumentTextView> get(UUID id, Caller caller) {
        return queries.get(id, caller, this::requireText).chain(asset -> texts.of(asset)
                .map(text -> DocumentTextView.of(asset, DocumentTexts.state(asset), text)));
    }

    private void requireText(Asset asset) {
        scans.requireGivenOut(asset);
        TextState text = asset.text();
        if (text == null) throw new NotFound("text").about("asset", asset.id(), asset.patientId());
    }
}
