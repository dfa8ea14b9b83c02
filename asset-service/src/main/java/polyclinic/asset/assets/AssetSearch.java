package polyclinic.asset.assets;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetKind;

/**
 * What a list of assets is asked for; null where nothing is asked.
 *
 * @param after id of the last asset of the page before
 */
record AssetSearch(
        @Nullable UUID patientId,
        @Nullable AssetKind kind,
        @Nullable UUID prescriptionId,
        @Nullable UUID after,
        int limit) {}
