package polyclinic.audit.segments;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.sealing.SealedSegment;
import polyclinic.audit.sealing.SealedSegments.Sealed;
import polyclinic.audit.sealing.SegmentPart;

/**
 * A sealed year of one chain.
 *
 * @param valid whether a trusted key signed the manifest; of one that is not, nothing more is said
 * @param inDatabase false when its entries are, wholly or in part, in the segment alone
 * @param entries how many it has
 * @param parts in how many objects
 * @param bytes of these objects
 */
@Schema(name = "AuditSegment")
@JsonInclude(JsonInclude.Include.NON_NULL)
record SealedYearView(
        int year,
        int chain,
        boolean valid,
        boolean inDatabase,
        @Nullable Long firstSeq,
        @Nullable Long lastSeq,
        @Nullable Long entries,
        @Nullable String earliest,
        @Nullable String latest,
        @Nullable Integer parts,
        @Nullable Long bytes,
        @Nullable String sealedAt) {
    static SealedYearView of(Sealed wanted, @Nullable SealedSegment segment, boolean inDatabase) {
        if (segment == null)
            return new SealedYearView(
                    wanted.year(), wanted.chain(), false, inDatabase, null, null, null, null, null, null, null, null);
        return new SealedYearView(
                segment.year(),
                segment.chain(),
                true,
                inDatabase,
                segment.firstSeq(),
                segment.lastSeq(),
                segment.size(),
                segment.earliest(),
                segment.latest(),
                segment.parts().size(),
                segment.parts().stream().mapToLong(SegmentPart::bytes).sum(),
                segment.sealedAt());
    }
}
