package polyclinic.audit.sealing;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.ChainEntries;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.ChainHead;
import polyclinic.audit.chain.ChainHeads;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.audit.sealing.SealedSegments.Sealed;
import polyclinic.commons.async.AsyncLoop;

/**
 * Removes from the database what is sealed and old enough. Each part is read back and held against its signed hash, and each entry in
 * the database against the one in the part, before it goes: what was changed stays, as evidence. The entry that a chain ends with stays
 * too, since the next one names it.
 */
@ApplicationScoped
class EntryRemoval {
    /** Kafka has entries for 90 days; one that came again must still be recognised. */
    private static final Duration SHORTEST = Duration.ofDays(100);

    private final ChainEntries entries;
    private final ChainHeads heads;
    private final SealedSegments segments;
    private final SegmentRegister register;
    private final Clock clock;
    private final @Nullable Duration after;

    EntryRemoval(
            ChainEntries entries,
            ChainHeads heads,
            SealedSegments segments,
            SegmentRegister register,
            Clock clock,
            SealingConfig config) {
        this.entries = entries;
        this.heads = heads;
        this.segments = segments;
        this.register = register;
        this.clock = clock;
        this.after = config.archiveAfter().orElse(null);
        if (after != null && after.compareTo(SHORTEST) < 0)
            throw new IllegalArgumentException("polyclinic.audit.sealing.archive-after is less than 100 days");
    }

    /** What may leave now, the oldest first. */
    Uni<List<Sealed>> due() {
        if (after == null) return Uni.createFrom().item(List.of());
        int year = clock.instant().minus(after).atOffset(ZoneOffset.UTC).getYear() - 1;
        return register.upTo(year);
    }

    /** Fails with {@link BrokenSegment} when S3, or the database, does not have what was sealed: then nothing more is removed of it. */
    Uni<Void> remove(Sealed wanted) {
        return AsyncLoop.whileMore(() -> removePart(wanted));
    }

    /** The next part of which the database has something. True when there may be more. */
    Uni<Boolean> removePart(Sealed wanted) {
        return segments.get(wanted).chain(segment -> end(segment).chain(end -> entries.nextAfter(
                        segment.chain(), segment.firstSeq() - 1)
                .chain(next -> {
                    if (next == null || next > end) return Uni.createFrom().item(false);
                    SegmentPart part = segment.parts().stream()
                            .filter(one -> one.to() >= next)
                            .findFirst()
                            .orElseThrow();
                    return register.leaves(wanted)
                            .chain(() -> remove(segment.chain(), part, end))
                            .replaceWith(true);
                })));
    }

    /** The last position that may go. */
    private Uni<Long> end(SealedSegment segment) {
        return heads.all().map(all -> all.stream()
                .filter(head -> head.chain() == segment.chain())
                .map(ChainHead::seq)
                .findFirst()
                .map(head -> Math.min(segment.lastSeq(), head - 1))
                .orElse(0L));
    }

    private Uni<Void> remove(int chain, SegmentPart part, long end) {
        return segments.entries(part)
                .chain(archived -> entries.range(chain, part.from(), Math.min(part.to(), end))
                        .map(there -> same(part, archived, there)))
                .chain(same -> Multi.createFrom()
                        .iterable(same)
                        .group()
                        .intoLists()
                        .of(ChainEntries.PAGE_SIZE)
                        .onItem()
                        .transformToUniAndConcatenate(entries::remove)
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    /** @param there what the database has, all of it among what was archived */
    private static List<ChainEntry> same(SegmentPart part, List<StoredEntry> archived, List<StoredEntry> there) {
        List<ChainEntry> same = new ArrayList<>(there.size());
        for (StoredEntry stored : there) {
            int place = (int) (stored.position() - part.from());
            if (!(stored instanceof ChainEntry entry) || place >= archived.size() || !entry.equals(archived.get(place)))
                throw new BrokenSegment("entry " + stored.key() + " in the database is not the one that was sealed");
            same.add(entry);
        }
        return same;
    }
}
