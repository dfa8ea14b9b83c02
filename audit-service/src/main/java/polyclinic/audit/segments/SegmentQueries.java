package polyclinic.audit.segments;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import polyclinic.audit.archive.CheckpointStoreUnavailable;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.audit.proofs.InclusionProofs;
import polyclinic.audit.proofs.ProofView;
import polyclinic.audit.queries.EntryFilter;
import polyclinic.audit.queries.EntryQueries;
import polyclinic.audit.sealing.BrokenSegment;
import polyclinic.audit.sealing.SealedSegment;
import polyclinic.audit.sealing.SealedSegments;
import polyclinic.audit.sealing.SealedSegments.Sealed;
import polyclinic.audit.sealing.SegmentPart;
import polyclinic.audit.sealing.SegmentRegister;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Page;

/** Reads of sealed years, from S3. Each leaves an entry in the trail before it is answered. */
@ApplicationScoped
class SegmentQueries {
    private static final String ENTITY_TYPE = "audit_segment";

    private final SealedSegments segments;
    private final SegmentRegister register;
    private final EntryQueries entries;
    private final InclusionProofs proofs;
    private final CurrentCaller caller;
    private final Audit audit;

    SegmentQueries(
            SealedSegments segments,
            SegmentRegister register,
            EntryQueries entries,
            InclusionProofs proofs,
            CurrentCaller caller,
            Audit audit) {
        this.segments = segments;
        this.register = register;
        this.entries = entries;
        this.proofs = proofs;
        this.caller = caller;
        this.audit = audit;
    }

    /** All there are, in the order of chains and years; a few dozen after ten years. */
    Uni<Page<SealedYearView>> list() {
        return audit.searched(ENTITY_TYPE)
                .chain(register::archived)
                .chain(archived -> segments.list().chain(found -> Multi.createFrom()
                        .iterable(found)
                        .onItem()
                        .transformToUniAndConcatenate(one -> segments.get(one)
                                .onFailure(BrokenSegment.class)
                                .recoverWithNull()
                                .map(segment -> SealedYearView.of(one, segment, !archived.contains(one.name()))))
                        .collect()
                        .asList()))
                .map(items -> new Page<>(items, null))
                .onFailure(SegmentQueries::isNoProblem)
                .transform(away -> new CheckpointStoreUnavailable());
    }

    /** The manifest, as it was signed. */
    Uni<SealedSegment> manifest(int year, int chain) {
        Sealed wanted = new Sealed(chain, year);
        return audit.record(audit.entry("read", ENTITY_TYPE, year + "/" + chain, null))
                .chain(() -> segments.list(chain))
                .invoke(found -> {
                    if (!found.contains(wanted)) throw new NotFound("audit segment");
                })
                .chain(() -> get(wanted))
                .onFailure(SegmentQueries::isNoProblem)
                .transform(away -> new CheckpointStoreUnavailable());
    }

    /** The entries of a year that match, in the order of the chains, in chunks. One that cannot be read is shown as damaged. */
    Uni<Multi<List<StoredEntry>>> entries(int year, EntryFilter filter) {
        return segments.list()
                .map(all -> all.stream().filter(one -> one.year() == year).toList())
                .invoke(found -> {
                    if (found.isEmpty()) throw new NotFound("audit segment");
                })
                .chain(found -> Multi.createFrom()
                        .iterable(found)
                        .onItem()
                        .transformToUniAndConcatenate(this::get)
                        .collect()
                        .asList())
                .onFailure(SegmentQueries::isNoProblem)
                .transform(away -> (Throwable) new CheckpointStoreUnavailable())
                .chain(found -> entries.export(
                        audit.entry("export", ENTITY_TYPE, Integer.toString(year), filter.patientId())
                                .withQuery(caller.query()),
                        () -> entries(found, filter)));
    }

    /** The proof for the entry at this position of a chain, which the archive has whether or not the database still has it. */
    Uni<ProofView> proof(int year, int chain, long seq) {
        Sealed wanted = new Sealed(chain, year);
        return segments.list(chain)
                .invoke(found -> {
                    if (!found.contains(wanted)) throw new NotFound("audit segment");
                })
                .chain(() -> get(wanted))
                .map(segment -> part(segment, seq))
                .chain(part ->
                        segments.entriesAsTheyAre(chain, part).map(placed -> placed.get((int) (seq - part.from()))))
                .onFailure(SegmentQueries::isNoProblem)
                .transform(away -> new CheckpointStoreUnavailable())
                .chain(proofs::prove);
    }

    private static SegmentPart part(SealedSegment segment, long seq) {
        return segment.parts().stream()
                .filter(part -> part.from() <= seq && seq <= part.to())
                .findFirst()
                .orElseThrow(() -> new NotFound("audit entry"));
    }

    private Multi<StoredEntry> entries(List<SealedSegment> found, EntryFilter filter) {
        return Multi.createFrom()
                .iterable(found)
                .onItem()
                .transformToMultiAndConcatenate(segment -> Multi.createFrom()
                        .iterable(segment.parts())
                        .filter(part -> filter.isWithin(part.earliest(), part.latest()))
                        .onItem()
                        .transformToUniAndConcatenate(part -> segments.entriesAsTheyAre(segment.chain(), part)))
                .onItem()
                .transformToIterable(
                        part -> part.stream().filter(filter::matches).toList());
    }

    private Uni<SealedSegment> get(Sealed wanted) {
        return segments.get(wanted).onFailure(BrokenSegment.class).transform(broken -> new SegmentDamaged());
    }

    private static boolean isNoProblem(Throwable failure) {
        return !(failure instanceof Problem);
    }
}
