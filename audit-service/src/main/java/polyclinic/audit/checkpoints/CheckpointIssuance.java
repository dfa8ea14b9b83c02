package polyclinic.audit.checkpoints;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.ChainEntries;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.ChainHead;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.audit.signing.SigningKeys;
import polyclinic.audit.tree.CompactRange;
import polyclinic.audit.tree.Hashes;
import polyclinic.audit.tree.MerkleHash;
import polyclinic.commons.async.AsyncLoop;

/**
 * Makes checkpoints of chains that have grown. It signs nothing that does not verify: where a stored entry is not what its
 * hash says, or does not follow the last checkpoint, it stops and logs it.
 *
 * <p>Any number of replicas may do this at once. The key of a checkpoint is its chain and number, so one of them writes
 * number <i>n</i> and the others go on behind it.
 */
@ApplicationScoped
@Startup
public class CheckpointIssuance {
    private final ChainEntries entries;
    private final Checkpoints checkpoints;
    private final ArchiveQueue archiveQueue;
    private final SigningKeys keys;
    private final Clock clock;
    private final int maxEntries;
    private final CheckpointCadence cadence;

    private final Map<Integer, StoredCheckpoint> lastByChain = new ConcurrentHashMap<>();
    private final Set<Integer> brokenChains = ConcurrentHashMap.newKeySet();

    CheckpointIssuance(
            ChainEntries entries,
            Checkpoints checkpoints,
            ArchiveQueue archiveQueue,
            SigningKeys keys,
            Clock clock,
            CheckpointConfig config,
            MeterRegistry metrics) {
        this.entries = entries;
        this.checkpoints = checkpoints;
        this.archiveQueue = archiveQueue;
        this.keys = keys;
        this.clock = clock;
        this.maxEntries = config.entries();
        this.cadence = new CheckpointCadence(maxEntries, config.atLatest());
        metrics.gauge("polyclinic.audit.chains.broken", brokenChains, Set::size);
    }

    /** Whether every chain verified when it was last to be covered. */
    public boolean isSound() {
        return brokenChains.isEmpty();
    }

    /** Before this moment no chain has an entry that no checkpoint covers, as far as this replica has looked. */
    public Instant allCoveredAt(Instant now) {
        return cadence.allCoveredAt(now);
    }

    /**
     * Signs what the chain has beyond its last checkpoint when that is enough for one, or has waited for {@code
     * polyclinic.audit.checkpoints.at-latest}.
     *
     * @param look when the head was read
     */
    public Uni<Void> coverIfDue(ChainHead head, Instant look) {
        return last(head.chain()).chain(last -> {
            long covered = last instanceof Checkpoint checkpoint
                    ? checkpoint.treeHead().size()
                    : 0;
            if (!cadence.isDue(head.chain(), head.seq() - covered, look))
                return Uni.createFrom().voidItem();
            return cover(head.chain()).invoke(() -> cadence.covered(head.chain(), look));
        });
    }

    /** Signs whatever the chain has beyond its last checkpoint, {@code polyclinic.audit.checkpoints.entries} at a time. */
    public Uni<Void> cover(int chain) {
        return AsyncLoop.whileMore(() -> last(chain).chain(last -> coverNext(chain, last)));
    }

    /** One checkpoint behind {@code last}. True when there may be more to sign. */
    private Uni<Boolean> coverNext(int chain, @Nullable StoredCheckpoint last) {
        if (last instanceof DamagedCheckpoint) {
            stop(chain, 0, "its last checkpoint is not signed");
            return Uni.createFrom().item(false);
        }
        Checkpoint before = (Checkpoint) last;
        long from = before == null ? 1 : before.treeHead().size() + 1;
        return entries.settledRange(chain, from, from + maxEntries - 1).chain(page -> {
            Checkpoint next = page.isEmpty() ? null : next(chain, before, contiguous(page, from));
            return next == null
                    ? Uni.createFrom().item(false)
                    : checkpoints.add(next).chain(added -> added ? added(next, page.size()) : passed(next));
        });
    }

    /** What follows {@code from} without a gap. A gap that stays is told of once the page begins with it. */
    private static List<StoredEntry> contiguous(List<StoredEntry> page, long from) {
        int size = 0;
        while (size < page.size() && page.get(size).position() == from + size) size++;
        return size == 0 ? page : page.subList(0, size);
    }

    private Uni<Boolean> added(Checkpoint checkpoint, int pageSize) {
        lastByChain.put(checkpoint.chain(), checkpoint);
        archiveQueue.add(List.of(checkpoint.key()));
        return Uni.createFrom().item(pageSize == maxEntries);
    }

    /** Another replica has made the one with this number: it goes on behind that. */
    private Uni<Boolean> passed(Checkpoint refused) {
        return checkpoints.get(refused.key()).map(theirs -> {
            if (theirs == null) lastByChain.remove(refused.chain());
            else lastByChain.put(refused.chain(), theirs);
            return theirs != null;
        });
    }

    private Uni<@Nullable StoredCheckpoint> last(int chain) {
        StoredCheckpoint cached = lastByChain.get(chain);
        if (cached != null) return Uni.createFrom().item(cached);
        return checkpoints.last(chain).invoke(found -> {
            if (found != null) lastByChain.put(chain, found);
        });
    }

    /** Null when the chain or the last checkpoint does not verify. */
    private @Nullable Checkpoint next(int chain, @Nullable Checkpoint before, List<StoredEntry> page) {
        ChainHead head = before == null
                ? ChainHead.start(chain)
                : new ChainHead(
                        chain, before.treeHead().size(), before.treeHead().head());
        if (before != null && !before.isSigned(keys))
            return stop(chain, head.seq(), "its last checkpoint is not signed");
        CompactRange range;
        try {
            range = before == null ? CompactRange.fromZero() : before.provenRange();
        } catch (IllegalArgumentException changed) {
            return stop(chain, head.seq(), "its last checkpoint was changed");
        }
        List<String> leaves = new ArrayList<>();
        for (StoredEntry stored : page) {
            if (!(stored instanceof ChainEntry entry) || !follows(entry, head))
                return stop(chain, head.seq() + 1, "this entry does not verify");
            range.append(Hashes.bytes(entry.hash()));
            leaves.add(entry.hash());
            head = entry.head();
        }
        brokenChains.remove(chain);
        return Checkpoint.sign(treeHead(before, range, head), range, leaves, keys);
    }

    private static boolean follows(ChainEntry entry, ChainHead head) {
        return entry.seq() == head.seq() + 1 && entry.previousHash().equals(head.hash()) && entry.isIntact();
    }

    private TreeHead treeHead(@Nullable Checkpoint before, CompactRange range, ChainHead head) {
        return new TreeHead(
                Checkpoint.ORIGIN,
                head.chain(),
                before == null ? 1 : before.treeHead().number() + 1,
                range.size(),
                Hashes.hex(range.root()),
                head.hash(),
                before == null ? 0 : before.treeHead().size(),
                before == null
                        ? Hashes.hex(MerkleHash.empty())
                        : before.treeHead().root(),
                clock.instant().toString(),
                keys.keyId());
    }

    private @Nullable Checkpoint stop(int chain, long seq, String why) {
        if (brokenChains.add(chain))
            Log.errorf("audit chain %d is broken at entry %d: %s; nothing of it is signed any more", chain, seq, why);
        return null;
    }
}
