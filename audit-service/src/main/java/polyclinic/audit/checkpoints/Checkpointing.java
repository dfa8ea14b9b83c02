package polyclinic.audit.checkpoints;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.audit.chain.Entries;
import polyclinic.audit.chain.Entry;
import polyclinic.audit.chain.Hashes;
import polyclinic.audit.chain.Head;
import polyclinic.audit.chain.Heads;
import polyclinic.audit.merkle.Frontier;

/**
 * Makes a checkpoint of each chain that has grown, and brings checkpoints into S3. It signs nothing that does not verify:
 * where a stored entry is not what its hash says, or does not follow the last checkpoint, it stops and says so.
 *
 * <p>Any number of replicas may do this at once. The name of a checkpoint is its chain and number, so one of them writes
 * number <i>n</i> and the others go on behind it; S3 always gets the bytes that are in the database.
 */
@ApplicationScoped
public class Checkpointing {
    private static final int ARCHIVED_AT_ONCE = 500;

    private final Entries entries;
    private final Heads heads;
    private final Checkpoints checkpoints;
    private final Vault vault;
    private final SigningKeys keys;
    private final Clock clock;
    private final int most;
    private final Duration sweep;

    private final Map<Integer, Checkpoint> last = new ConcurrentHashMap<>();
    private final Set<Integer> broken = ConcurrentHashMap.newKeySet();
    private final Set<String> waiting = new ConcurrentSkipListSet<>();
    private volatile Instant nextSweep = Instant.MIN;
    private volatile boolean vaultAway;

    Checkpointing(
            Entries entries,
            Heads heads,
            Checkpoints checkpoints,
            Vault vault,
            SigningKeys keys,
            Clock clock,
            @ConfigProperty(name = "polyclinic.audit.checkpoints.entries") int most,
            @ConfigProperty(name = "polyclinic.audit.checkpoints.sweep") Duration sweep,
            MeterRegistry metrics) {
        this.entries = entries;
        this.heads = heads;
        this.checkpoints = checkpoints;
        this.vault = vault;
        this.keys = keys;
        this.clock = clock;
        this.most = most;
        this.sweep = sweep;
        metrics.gauge("polyclinic.audit.checkpoints.waiting", waiting, Set::size);
        metrics.gauge("polyclinic.audit.chains.broken", broken, Set::size);
    }

    @Scheduled(
            identity = "checkpoints",
            every = "${polyclinic.audit.checkpoints.every}",
            delayed = "2s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return run().onFailure()
                .invoke(failure ->
                        Log.warnf("checkpoints wait: %s", failure.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }

    /** A checkpoint of every chain that has grown, then S3. S3 being away is no failure. */
    public Uni<Void> run() {
        return checkpoints
                .ready()
                .chain(heads::all)
                .onItem()
                .transformToMulti(all -> Multi.createFrom().iterable(all))
                .onItem()
                .transformToUniAndConcatenate(head -> cover(head.chain()))
                .collect()
                .asList()
                .chain(() -> archive());
    }

    /** Signs whatever the chain has beyond its last checkpoint, at most {@code polyclinic.audit.checkpoints.entries} each. */
    public Uni<Void> cover(int chain) {
        return last(chain).chain(before -> {
            long from = before == null ? 1 : before.size() + 1;
            return entries.stretch(chain, from, from + most - 1).chain(page -> {
                if (page.isEmpty()) return Uni.createFrom().voidItem();
                Checkpoint next = next(chain, before, page);
                if (next == null) return Uni.createFrom().voidItem();
                return checkpoints.add(next).chain(added -> {
                    if (added) added(next);
                    else last.remove(chain);
                    return added && page.size() < most ? Uni.createFrom().voidItem() : cover(chain);
                });
            });
        });
    }

    /** Brings what is not in S3 there, oldest first; what cannot be brought now is brought later. */
    public Uni<Void> archive() {
        return sweep().chain(() -> Multi.createFrom()
                        .iterable(List.copyOf(waiting))
                        .onItem()
                        .transformToUniAndConcatenate(this::archive)
                        .collect()
                        .asList())
                .invoke(done -> vaultReachable(true))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> {
                    vaultReachable(false);
                    return Uni.createFrom().voidItem();
                });
    }

    /** False after S3 did not answer the last time. */
    public boolean isVaultReachable() {
        return !vaultAway;
    }

    private Uni<Void> archive(String key) {
        return checkpoints
                .get(key)
                .chain(checkpoint -> checkpoint == null
                        ? Uni.createFrom().voidItem()
                        : vault.put(checkpoint).chain(() -> checkpoints.archived(key)))
                .onFailure(Vault.Contradiction.class)
                .recoverWithUni(contradiction -> {
                    Log.errorf("%s: one of the two was forged", contradiction.getMessage());
                    return Uni.createFrom().voidItem();
                })
                .invoke(() -> waiting.remove(key));
    }

    /** Finds what another replica, or this one before a crash, left behind. */
    private Uni<Void> sweep() {
        Instant now = clock.instant();
        if (now.isBefore(nextSweep)) return Uni.createFrom().voidItem();
        return checkpoints
                .unarchived(ARCHIVED_AT_ONCE)
                .invoke(found -> {
                    waiting.addAll(found);
                    nextSweep = found.size() < ARCHIVED_AT_ONCE ? now.plus(sweep) : now;
                })
                .replaceWithVoid();
    }

    private Uni<Checkpoint> last(int chain) {
        Checkpoint cached = last.get(chain);
        if (cached != null) return Uni.createFrom().item(cached);
        return checkpoints.last(chain, 1).invoke(found -> {
            if (found != null) last.put(chain, found);
        });
    }

    private Checkpoint next(int chain, Checkpoint before, List<Entry> page) {
        Frontier tree = new Frontier();
        Head head = Head.start(chain);
        if (before != null) {
            if (!keys.isSigned(before)) return stop(chain, before.size(), "its last checkpoint is not signed");
            try {
                tree = before.provenFrontier();
            } catch (IllegalArgumentException e) {
                return stop(chain, before.size(), "its last checkpoint was changed");
            }
            head = new Head(chain, before.size(), before.head());
        }
        List<String> hashes = new ArrayList<>();
        for (Entry entry : page) {
            if (entry.seq() != head.seq() + 1 || !entry.previousHash().equals(head.hash()) || !entry.isIntact())
                return stop(chain, head.seq() + 1, "this entry does not verify");
            tree.append(Hashes.bytes(entry.hash()));
            hashes.add(entry.hash());
            head = entry.head();
        }
        broken.remove(chain);
        return checkpoint(chain, before, tree, head, hashes);
    }

    private Checkpoint checkpoint(int chain, Checkpoint before, Frontier tree, Head head, List<String> hashes) {
        long number = before == null ? 1 : before.number() + 1;
        Checkpoint unsigned = new Checkpoint(
                Checkpoint.key(chain, number),
                Checkpoint.ORIGIN,
                chain,
                number,
                tree.size(),
                Hashes.hex(tree.root()),
                head.hash(),
                before == null ? 0 : before.size(),
                before == null ? Hashes.hex(new Frontier().root()) : before.root(),
                clock.instant().toString(),
                keys.keyId(),
                null,
                tree.subtrees(),
                Checkpoint.join(hashes),
                false);
        return unsigned.signed(keys.sign(unsigned.signedText()));
    }

    private void added(Checkpoint checkpoint) {
        last.put(checkpoint.chain(), checkpoint);
        waiting.add(checkpoint.key());
    }

    private Checkpoint stop(int chain, long seq, String why) {
        if (broken.add(chain))
            Log.errorf("audit chain %d is broken at entry %d: %s; nothing of it is signed any more", chain, seq, why);
        return null;
    }

    private void vaultReachable(boolean reachable) {
        if (vaultAway == reachable)
            if (reachable) Log.info("S3 is back: checkpoints are archived again");
            else Log.warn("S3 is away: checkpoints wait in the database");
        vaultAway = !reachable;
    }
}
