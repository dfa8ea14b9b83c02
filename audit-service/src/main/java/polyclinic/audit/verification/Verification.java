package polyclinic.audit.verification;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import polyclinic.audit.chain.Entries;
import polyclinic.audit.chain.Entry;
import polyclinic.audit.chain.Head;
import polyclinic.audit.chain.Heads;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.Checkpoints;
import polyclinic.audit.checkpoints.SigningKeys;
import polyclinic.audit.checkpoints.Vault;
import polyclinic.commons.problem.Problem;

/**
 * Recomputes the whole trail from the stored entries and holds it against the checkpoints of both stores and against the
 * recorded heads. Never more than a page of entries and a page of checkpoints of two chains are in memory.
 *
 * <p>The trail may grow meanwhile. What bounds the work (heads, what S3 has) is read first, so whatever it names must be
 * there when it is looked at.
 */
@ApplicationScoped
class Verification {
    private static final int CHECKPOINT_PAGE = 16;
    /** While the entries of one are hashed, the store reads those of the other. */
    private static final int CHAINS_AT_ONCE = 2;

    private final Entries entries;
    private final Heads heads;
    private final Checkpoints checkpoints;
    private final Vault vault;
    private final SigningKeys keys;
    private Uni<Report> running;

    Verification(Entries entries, Heads heads, Checkpoints checkpoints, Vault vault, SigningKeys keys) {
        this.entries = entries;
        this.heads = heads;
        this.checkpoints = checkpoints;
        this.vault = vault;
        this.keys = keys;
    }

    /** 503 when S3 does not answer: without it nobody can say that the trail is whole. Requests at the same time share one run. */
    synchronized Uni<Report> verify() {
        if (running == null)
            running =
                    verifyAll().onTermination().invoke(this::finished).memoize().indefinitely();
        return running;
    }

    private synchronized void finished() {
        running = null;
    }

    /** One chain alone. */
    Uni<Report> verify(int chain) {
        return verify(bounds -> Uni.createFrom().item(List.of(chain)));
    }

    private Uni<Report> verifyAll() {
        return verify(this::chains);
    }

    private Uni<Report> verify(Function<Bounds, Uni<? extends Collection<Integer>>> choice) {
        return bounds().chain(bounds -> choice.apply(bounds)
                .chain(numbers -> Multi.createFrom()
                        .iterable(numbers)
                        .onItem()
                        .transformToUni(chain -> verify(chain, bounds))
                        .merge(CHAINS_AT_ONCE)
                        .collect()
                        .asList())
                .map(Report::of));
    }

    /** What was there before the check began. */
    private record Bounds(Map<Integer, Long> archived, Map<Integer, Head> heads) {}

    private Uni<Bounds> bounds() {
        return vault.extent()
                .onFailure()
                .transform(away -> new Problem(
                        503,
                        "checkpoint-store-unavailable",
                        "The checkpoints outside the database cannot be read, so nothing can be said about the trail."))
                .chain(extent -> heads.all()
                        .map(all -> new Bounds(
                                extent, all.stream().collect(Collectors.toMap(Head::chain, Function.identity())))));
    }

    private Uni<TreeSet<Integer>> chains(Bounds bounds) {
        TreeSet<Integer> numbers = new TreeSet<>(bounds.archived().keySet());
        numbers.addAll(bounds.heads().keySet());
        return entries.chains()
                .invoke(numbers::addAll)
                .chain(checkpoints::chains)
                .invoke(numbers::addAll)
                .replaceWith(numbers);
    }

    private Uni<Report.ChainReport> verify(int chain, Bounds bounds) {
        Head recorded = bounds.heads().get(chain);
        ChainCheck check = new ChainCheck(chain, recorded);
        return covered(check, chain, 1, bounds.archived().getOrDefault(chain, 0L))
                .chain(() -> uncovered(check, chain, recorded == null ? 0 : recorded.seq()))
                .chain(() -> entries.count(chain, check.position()))
                .invoke(check::claimed)
                .map(counted -> check.report());
    }

    /** Checkpoint pages, until a page is empty in the database and beyond what S3 has. */
    private Uni<Void> covered(ChainCheck check, int chain, long from, long archivedTo) {
        long to = from + CHECKPOINT_PAGE - 1;
        return checkpoints.stretch(chain, from, to).chain(stored -> {
            long known = stored.isEmpty()
                    ? archivedTo
                    : Math.max(archivedTo, stored.get(stored.size() - 1).place());
            if (known < from) return Uni.createFrom().voidItem();
            return evidence(chain, from, Math.min(to, known), stored)
                    .onItem()
                    .transformToMulti(page -> Multi.createFrom().iterable(page))
                    .onItem()
                    .transformToUniAndConcatenate(evidence -> weigh(check, chain, evidence))
                    .collect()
                    .asList()
                    .chain(() -> known < to ? Uni.createFrom().voidItem() : covered(check, chain, to + 1, archivedTo));
        });
    }

    private Uni<List<Evidence>> evidence(int chain, long from, long to, List<Checkpoint> stored) {
        Map<Long, Checkpoint> byNumber = new HashMap<>();
        stored.forEach(checkpoint -> byNumber.put(checkpoint.place(), checkpoint));
        List<Uni<Evidence>> asked = LongStream.rangeClosed(from, to)
                .mapToObj(number -> vault.get(chain, number)
                        .map(archived -> Evidence.weigh(chain, number, byNumber.get(number), archived, keys)))
                .toList();
        return Uni.join().all(asked).andFailFast();
    }

    private Uni<Void> weigh(ChainCheck check, int chain, Evidence evidence) {
        if (evidence.trusted() == null) {
            check.lost(evidence);
            return Uni.createFrom().voidItem();
        }
        return plain(check, chain, evidence.trusted().previousSize())
                .chain(() ->
                        gather(chain, check.position() + 1, evidence.trusted().size(), new ArrayList<>()))
                .invoke(found -> check.covered(evidence, found))
                .replaceWithVoid();
    }

    /** Entries that a lost checkpoint covered: only their own hashes speak for them. */
    private Uni<Void> plain(ChainCheck check, int chain, long to) {
        long from = check.position() + 1;
        if (from > to) return Uni.createFrom().voidItem();
        long end = Math.min(to, from + Entries.PAGE - 1);
        return entries.stretch(chain, from, end)
                .invoke(page -> check.uncovered(page, end))
                .chain(() -> plain(check, chain, to));
    }

    /** A checkpoint's worth of entries; a signed one never covers more than a page or two. */
    private Uni<List<Entry>> gather(int chain, long from, long to, List<Entry> found) {
        if (from > to) return Uni.createFrom().item(found);
        long end = Math.min(to, from + Entries.PAGE - 1);
        return entries.stretch(chain, from, end).chain(page -> {
            found.addAll(page);
            return gather(chain, end + 1, to, found);
        });
    }

    private Uni<Void> uncovered(ChainCheck check, int chain, long recorded) {
        long from = check.position() + 1;
        return entries.stretch(chain, from, from + Entries.PAGE - 1).chain(page -> {
            if (!page.isEmpty()) {
                check.uncovered(page, page.get(page.size() - 1).place());
                return uncovered(check, chain, recorded);
            }
            return entries.nextAfter(chain, from - 1).chain(next -> {
                if (next != null && next == from) return appearedOrStray(check, chain, recorded);
                long to = next == null ? recorded : next - 1;
                if (to < from) return Uni.createFrom().voidItem();
                check.uncovered(List.of(), Math.min(to, from + Entries.PAGE - 1));
                return uncovered(check, chain, recorded);
            });
        });
    }

    /** Something claims the next place: an entry that came this moment, or a document under a wrong key. */
    private Uni<Void> appearedOrStray(ChainCheck check, int chain, long recorded) {
        long next = check.position() + 1;
        return entries.stretch(chain, next, next).chain(found -> {
            if (!found.isEmpty()) return uncovered(check, chain, recorded);
            check.stray();
            return Uni.createFrom().voidItem();
        });
    }
}
