package polyclinic.asset.consistency;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.AssetStatus;
import polyclinic.asset.blobs.Blob;

/**
 * Blobs and documents of the same range of keys, side by side.
 *
 * @param pairs documents with their blobs
 * @param withoutBlob documents that have none
 * @param unclaimed blobs that no document claims
 * @param end the last key of the range, or null when both sides end here
 */
record SweepPage(
        List<Pair> pairs,
        List<Asset> withoutBlob,
        List<Blob> unclaimed,
        @Nullable String end) {
    /** More missing blobs than this in one page, and most of it: the wrong bucket is likelier than a loss. */
    private static final int SUSPICIOUS_LOSSES = 20;

    record Pair(Asset asset, Blob blob) {}

    /** Takes what both pages cover; what only one of them covers comes with the next page. */
    static SweepPage of(List<Blob> blobs, List<Asset> documents, int limit) {
        String end = earlier(
                blobs.size() < limit ? null : blobs.get(blobs.size() - 1).key(),
                documents.size() < limit
                        ? null
                        : documents.get(documents.size() - 1).id());
        Map<String, Blob> unclaimed = new TreeMap<>();
        for (Blob blob : blobs) if (isWithin(end, blob.key())) unclaimed.put(blob.key(), blob);
        List<Pair> pairs = new ArrayList<>();
        List<Asset> withoutBlob = new ArrayList<>();
        for (Asset asset : documents) {
            if (!isWithin(end, asset.id())) break;
            Blob blob = unclaimed.remove(asset.blobKey());
            if (blob == null) withoutBlob.add(asset);
            else pairs.add(new Pair(asset, blob));
        }
        return new SweepPage(pairs, withoutBlob, List.copyOf(unclaimed.values()), end);
    }

    /** Whether so many stored assets have no blob that this is likely the wrong store. */
    boolean isSuspicious() {
        long losses = losses();
        return losses > SUSPICIOUS_LOSSES && losses * 2 > documents();
    }

    long losses() {
        return withoutBlob.stream().filter(SweepPage::isLoss).count();
    }

    /** The same page with its losses left out. */
    SweepPage withoutLosses() {
        List<Asset> others =
                withoutBlob.stream().filter(asset -> !isLoss(asset)).toList();
        return new SweepPage(pairs, others, unclaimed, end);
    }

    private static boolean isLoss(Asset withoutBlob) {
        return withoutBlob.status() == AssetStatus.STORED;
    }

    int documents() {
        return pairs.size() + withoutBlob.size();
    }

    private static @Nullable String earlier(@Nullable String one, @Nullable String other) {
        if (one == null) return other;
        if (other == null) return one;
        return one.compareTo(other) < 0 ? one : other;
    }

    private static boolean isWithin(@Nullable String end, String key) {
        return end == null || key.compareTo(end) <= 0;
    }
}
