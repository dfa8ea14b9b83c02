package polyclinic.asset.assets;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetKind;

/**
 * What a list of assets is asked for; null where nothing is asked.
 *
 * @param q words of the text
 * @param after id of the last asset of the page before
 */
record AssetSearch(
        @Nullable UUID patientId,
        @Nullable AssetKind kind,
        @Nullable UUID appointmentId,
        @Nullable UUID prescriptionId,
        @Nullable UUID batchId,
        @Nullable String q,
        @Nullable UUID after,
        int limit) {
    /** The same with shorter pages. */
    AssetSearch atMost(int max) {
        return new AssetSearch(patientId, kind, appointmentId, prescriptionId, batchId, q, after, Math.min(limit, max));
    }
}
