package polyclinic.audit.sealing;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.archive.ArchiveBucket;
import polyclinic.audit.archive.EntrySegment;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.DamagedEntry;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.audit.signing.SigningKeys;
import polyclinic.audit.tree.Hashes;
import polyclinic.commons.async.AsyncLoop;
import polyclinic.commons.async.SameContext;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The sealed years in S3: manifests {@code segments/<chain>/<year>.json}, and their entries as {@code
 * parts/<chain>/<year>/<from>-<to>.jsonl.gz}. Each is written once.
 */
@ApplicationScoped
public class SealedSegments {
    private static final String MANIFESTS = "segments/";
    private static final Pattern MANIFEST = Pattern.compile("segments/(\\d{4})/(\\d{4})\\.json");

    private final ArchiveBucket bucket;
    private final SigningKeys keys;

    SealedSegments(ArchiveBucket bucket, SigningKeys keys) {
        this.bucket = bucket;
        this.keys = keys;
    }

    /** What is sealed, by the names of the manifests. */
    public record Sealed(int chain, int year) {
        /** The manifest's object in S3, which is the name of what is sealed. */
        public String name() {
            return String.format("segments/%04d/%04d.json", chain, year);
        }
    }

    /** Of every chain, in the order of chains and years. */
    public Uni<List<Sealed>> list() {
        return list(MANIFESTS);
    }

    /** Of one chain, in the order of years. */
    public Uni<List<Sealed>> list(int chain) {
        return list(String.format("%s%04d/", MANIFESTS, chain));
    }

    private Uni<List<Sealed>> list(String prefix) {
        List<Sealed> found = new ArrayList<>();
        String[] after = {prefix};
        return AsyncLoop.whileMore(() -> bucket.list(prefix, after[0], null).map(page -> {
                    for (S3Object object : page.contents()) {
                        after[0] = object.key();
                        Matcher name = MANIFEST.matcher(object.key());
                        if (name.matches())
                            found.add(new Sealed(Integer.parseInt(name.group(1)), Integer.parseInt(name.group(2))));
                    }
                    return Boolean.TRUE.equals(page.isTruncated());
                }))
                .replaceWith(found);
    }

    /** The manifest; fails with {@link BrokenSegment} when no trusted key signed it, or it is not there. */
    public Uni<SealedSegment> get(Sealed wanted) {
        return bucket.read(wanted.name()).map(object -> {
            SealedSegment segment = object == null ? null : SealedSegment.read(object);
            if (segment == null || !segment.isGenuine(wanted.chain(), wanted.year(), keys))
                throw new BrokenSegment(wanted.name() + " is not signed by a trusted key");
            return segment;
        });
    }

    /** Those that can be read and are signed, in the given order. */
    public Uni<List<SealedSegment>> genuine(List<Sealed> wanted) {
        return Multi.createFrom()
                .iterable(wanted)
                .onItem()
                .transformToUniAndConcatenate(
                        one -> get(one).onFailure(BrokenSegment.class).recoverWithNull())
                .collect()
                .asList();
    }

    /** The last of a chain, or null; fails as {@link #get} does. */
    Uni<@Nullable SealedSegment> last(int chain) {
        return list(chain)
                .chain(wanted -> wanted.isEmpty() ? Uni.createFrom().nullItem() : get(wanted.get(wanted.size() - 1)));
    }

    /** Writes the manifest, unless another replica did; what is there then is answered. */
    Uni<SealedSegment> put(SealedSegment segment) {
        Sealed name = new Sealed(segment.chain(), segment.year());
        return bucket.write(name.name(), "application/json", segment.bytes())
                .onFailure(ArchiveBucket::isPresent)
                .recoverWithNull()
                .chain(() -> get(name));
    }

    /**
     * Writes a part unless it is there, reads it back, and compares. Fails with {@link BrokenSegment} when something else is there.
     */
    Uni<SegmentPart> putPart(int chain, int year, List<ChainEntry> entries) {
        long from = entries.get(0).seq();
        long to = entries.get(entries.size() - 1).seq();
        String name = String.format("parts/%04d/%04d/%015d-%015d.jsonl.gz", chain, year, from, to);
        return bucket.read(name)
                .chain(present -> present == null
                        ? bucket.write(name, "application/gzip", EntrySegment.write(entries))
                                .onFailure(ArchiveBucket::isPresent)
                                .recoverWithNull()
                                .chain(() -> bucket.read(name))
                        : Uni.createFrom().item(present))
                .map(there -> {
                    // Not by its bytes: another release may compress in another way.
                    if (there == null || !List.<StoredEntry>copyOf(entries).equals(lines(name, there, entries.size())))
                        throw new BrokenSegment(name + " has other entries than the chain");
                    return new SegmentPart(
                            name,
                            from,
                            to,
                            there.length,
                            Hashes.hex(Hashes.sha256(there)),
                            earliest(entries),
                            latest(entries));
                });
    }

    /** The object's bytes; fails with {@link BrokenSegment} when they are not those that were sealed. */
    public Uni<byte[]> object(SegmentPart part) {
        return bucket.read(part.name()).map(object -> {
            if (object == null) throw new BrokenSegment(part.name() + " is missing");
            if (!Hashes.hex(Hashes.sha256(object)).equals(part.sha256()))
                throw new BrokenSegment(part.name() + " is not what was sealed");
            return object;
        });
    }

    /**
     * The entries of a part, each at its place, whatever was done to them: one that cannot be read is a {@link DamagedEntry}, so that
     * whoever searches sees that something was there.
     */
    public Uni<List<StoredEntry>> entriesAsTheyAre(int chain, SegmentPart part) {
        // Thousands of lines are no work for an event loop.
        return SameContext.emitOn(bucket.read(part.name())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(object -> {
                    if (object == null || !Hashes.hex(Hashes.sha256(object)).equals(part.sha256()))
                        Log.errorf("%s is not what was sealed", part.name());
                    return placed(
                            chain, part, object == null ? List.of() : EntrySegment.readable(object, part.entries()));
                }));
    }

    private static List<StoredEntry> placed(int chain, SegmentPart part, List<StoredEntry> found) {
        List<StoredEntry> placed = new ArrayList<>(part.entries());
        for (int i = 0; i < part.entries(); i++) {
            String key = ChainEntry.key(chain, part.from() + i);
            StoredEntry entry = i < found.size() ? found.get(i) : new DamagedEntry(key, "null", "");
            placed.add(entry.key().equals(key) ? entry : new DamagedEntry(key, entry.id(), entry.occurredAt()));
        }
        return placed;
    }

    /** The entries of a part; fails as {@link #object} does. */
    Uni<List<StoredEntry>> entries(SegmentPart part) {
        return object(part).map(object -> lines(part.name(), object, part.entries()));
    }

    private static List<StoredEntry> lines(String name, byte[] object, int max) {
        try {
            return EntrySegment.read(object, max);
        } catch (IOException damaged) {
            throw new BrokenSegment(name + " was cut or cannot be read");
        }
    }

    static String earliest(List<ChainEntry> entries) {
        return entries.stream()
                .map(ChainEntry::occurredAt)
                .min(String::compareTo)
                .orElseThrow();
    }

    static String latest(List<ChainEntry> entries) {
        return entries.stream()
                .map(ChainEntry::occurredAt)
                .max(String::compareTo)
                .orElseThrow();
    }
}
