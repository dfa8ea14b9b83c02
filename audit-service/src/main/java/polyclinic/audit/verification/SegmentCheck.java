package polyclinic.audit.verification;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.archive.CheckpointStoreUnavailable;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.sealing.BrokenSegment;
import polyclinic.audit.sealing.SealedSegment;
import polyclinic.audit.sealing.SealedSegments;
import polyclinic.audit.sealing.SealedSegments.Sealed;
import polyclinic.audit.sealing.SegmentPart;

/** Holds the sealed years of a chain against their signatures, against each other, against the checkpoints, and against their objects. */
@ApplicationScoped
class SegmentCheck {
    private final SealedSegments segments;
    private final EvidenceReader evidence;

    SegmentCheck(SealedSegments segments, EvidenceReader evidence) {
        this.segments = segments;
        this.evidence = evidence;
    }

    /** Fails with {@link CheckpointStoreUnavailable} when S3 does not answer. */
    Uni<Void> check(ChainVerification check, int chain) {
        Walk walk = new Walk(check);
        return segments.list(chain)
                .chain(found -> Multi.createFrom()
                        .iterable(found)
                        .onItem()
                        .transformToUniAndConcatenate(one -> check(walk, one))
                        .collect()
                        .last())
                .onFailure()
                .transform(away -> new CheckpointStoreUnavailable())
                .replaceWithVoid();
    }

    /** How far the years of a chain were looked at. */
    private static final class Walk {
        private final ChainVerification check;
        private @Nullable SealedSegment before;

        Walk(ChainVerification check) {
            this.check = check;
        }

        long next() {
            return before == null ? 1 : before.lastSeq() + 1;
        }
    }

    private Uni<Boolean> check(Walk walk, Sealed wanted) {
        return segments.get(wanted)
                .chain(segment -> {
                    if (!segment.follows(walk.before))
                        walk.check.segment(walk.next(), wanted.name() + " does not follow the one before it");
                    walk.before = segment;
                    return signed(walk, segment).chain(() -> objects(walk, segment));
                })
                .onFailure(BrokenSegment.class)
                .recoverWithUni(broken -> {
                    walk.check.segment(walk.next(), broken.what());
                    return Uni.createFrom().item(false);
                });
    }

    private Uni<Void> signed(Walk walk, SealedSegment segment) {
        return evidence.one(segment.chain(), segment.lastCheckpoint())
                .invoke(weighed -> {
                    Checkpoint checkpoint = weighed.trusted();
                    if (checkpoint == null
                            || checkpoint.treeHead().size() != segment.lastSeq()
                            || !checkpoint.treeHead().root().equals(segment.root())
                            || !checkpoint.treeHead().head().equals(segment.head()))
                        walk.check.segment(
                                segment.lastSeq(),
                                "the year " + segment.year() + " does not end where checkpoint "
                                        + segment.lastCheckpoint() + " does");
                })
                .replaceWithVoid();
    }

    private Uni<Boolean> objects(Walk walk, SealedSegment segment) {
        return Multi.createFrom()
                .iterable(segment.parts())
                .onItem()
                .transformToUniAndConcatenate(part -> object(walk, part))
                .collect()
                .last();
    }

    private Uni<Boolean> object(Walk walk, SegmentPart part) {
        return segments.object(part)
                .replaceWith(true)
                .onFailure(BrokenSegment.class)
                .recoverWithItem(broken -> {
                    walk.check.segment(part.from(), broken.what());
                    return false;
                });
    }
}
