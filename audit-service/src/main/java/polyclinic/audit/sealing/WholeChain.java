package polyclinic.audit.sealing;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.ChainEntries;
import polyclinic.audit.chain.StoredEntry;

/**
 * The entries of one chain for one reader that goes along it: from the database, and where that has none, from the sealed years. At
 * most one part is in memory. Not to be asked twice at the same time.
 */
public final class WholeChain {
    private final int chain;
    private final ChainEntries entries;
    private final SealedSegments segments;
    private @Nullable List<SegmentPart> parts;
    private @Nullable SegmentPart readPart;
    private List<StoredEntry> read = List.of();
    private long archived;

    public WholeChain(int chain, ChainEntries entries, SealedSegments segments) {
        this.chain = chain;
        this.entries = entries;
        this.segments = segments;
    }

    /** How many of the entries that it gave the database does not have. */
    public long archived() {
        return archived;
    }

    /** What is there of the positions {@code from … to} (both included), in order. */
    public Uni<List<StoredEntry>> range(long from, long to) {
        return entries.range(chain, from, to)
                .chain(found -> found.size() > to - from
                        ? Uni.createFrom().item(found)
                        : parts().chain(all -> filled(found, from, to, all)));
    }

    /** Of the manifests that a trusted key signed. */
    private Uni<List<SegmentPart>> parts() {
        List<SegmentPart> known = parts;
        if (known != null) return Uni.createFrom().item(known);
        return segments.list(chain).chain(segments::genuine).map(genuine -> {
            List<SegmentPart> all = genuine.stream()
                    .flatMap(segment -> segment.parts().stream())
                    .toList();
            parts = all;
            return all;
        });
    }

    private Uni<List<StoredEntry>> filled(List<StoredEntry> found, long from, long to, List<SegmentPart> all) {
        Set<Long> there = found.stream().map(StoredEntry::position).collect(Collectors.toSet());
        List<SegmentPart> needed = all.stream()
                .filter(part -> LongStream.rangeClosed(Math.max(from, part.from()), Math.min(to, part.to()))
                        .anyMatch(seq -> !there.contains(seq)))
                .toList();
        if (needed.isEmpty()) return Uni.createFrom().item(found);
        return Multi.createFrom()
                .iterable(needed)
                .onItem()
                .transformToUniAndConcatenate(this::entries)
                .onItem()
                .transformToIterable(list -> list)
                .filter(entry -> entry.position() >= from && entry.position() <= to && there.add(entry.position()))
                .collect()
                .asList()
                .map(more -> {
                    archived += more.size();
                    List<StoredEntry> whole = new ArrayList<>(found);
                    whole.addAll(more);
                    whole.sort((one, other) -> one.key().compareTo(other.key()));
                    return whole;
                });
    }

    private Uni<List<StoredEntry>> entries(SegmentPart part) {
        if (part.equals(readPart)) return Uni.createFrom().item(read);
        return segments.entriesAsTheyAre(chain, part).invoke(found -> {
            readPart = part;
            read = found;
        });
    }
}
