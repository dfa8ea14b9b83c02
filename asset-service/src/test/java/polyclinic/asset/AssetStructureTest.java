package polyclinic.asset;

import java.util.Set;
import polyclinic.commons.testing.contracts.Structure;

class AssetStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.asset";
    }

    @Override
    protected Set<String> goesOnDuringAHold() {
        return Set.of("ContentPump");
    }

    /** Those of an upload wait as long as one request, a deletion repeats after the change of another. */
    @Override
    protected Set<String> boundedRepetitions() {
        return Set.of(
                "UploadReplay.settle",
                "UploadReplay.takeOver",
                "AssetUpload.once",
                "AssetUpload.storeAnnounced",
                "AssetDeletion.delete");
    }
}
